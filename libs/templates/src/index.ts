export {
  type Format,
  FORMATS,
  type Json,
  type Rendered,
  type RenderJob,
  type TemplateLimits,
  type TemplateRefusal,
  type TracedOutput,
} from './template-job.js';
export { TemplateRenderer } from './template-renderer.js';
