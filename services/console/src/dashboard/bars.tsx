import '@mantine/charts/styles.css';
import '@mantine/core/styles/ColorSwatch.css';
import { BarChart } from '@mantine/charts';
import { figure } from '../words/figures.js';
import type { Chart } from './report.js';

const STANDING_PX = 240;
const BAR_PX = 28;
const NAMES_PX = 150;
/** Nobody has half a phone. */
const WHOLE = { allowDecimals: false };

/** The picture of what the table beside it says; whoever cannot see it loses nothing. */
export default function Bars({ chart }: { readonly chart: Chart }): React.JSX.Element {
  const { lying, series, rows } = chart;
  return (
    <div aria-hidden="true">
      <BarChart
        h={lying ? Math.max(rows.length, 3) * BAR_PX + 40 : STANDING_PX}
        data={rows.map(({ label, figures }) => ({ label, ...figures }))}
        dataKey="label"
        type="stacked"
        orientation={lying ? 'vertical' : 'horizontal'}
        series={series.map(({ name, label, colour }) => ({ name, label, color: colour }))}
        withLegend={series.length > 1}
        legendProps={{ itemSorter: null }} // in the order of the stack
        valueFormatter={figure}
        gridAxis={lying ? 'x' : 'y'}
        xAxisProps={lying ? WHOLE : {}}
        yAxisProps={lying ? { width: NAMES_PX } : { width: 64, ...WHOLE }}
        maxBarWidth={40}
        barProps={{ isAnimationActive: false }}
        barChartProps={{ accessibilityLayer: false }}
      />
    </div>
  );
}
