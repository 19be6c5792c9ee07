import { Body, Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { Allow, CurrentCaller } from '@ringfleet/access';
import { type Caller, MAY } from '@ringfleet/kernel';
import { Described, RecordId } from '@ringfleet/service-kit';
import { VersionNumber } from '../versions/version-number.pipe.js';
import { PreviewBody } from './preview.dto.js';
import { type Preview, PreviewVersion } from './preview-version.js';

@Controller('api/v1/profiles/:id/versions')
export class PreviewController {
  constructor(@Inject(PreviewVersion) private readonly previews: PreviewVersion) {}

  @Post(':number/preview')
  @HttpCode(200)
  @Described('Renders a version for a device, or for a made-up one, without secrets, and says which layer set each value', {
    params: { number: { type: 'integer', minimum: 1 } },
    refuses: { 409: ['not_known_yet'], 422: ['profile_of_another_model'] },
    example: { lines: 1 },
  })
  @Allow(...MAY.seeVersions)
  preview(
    @CurrentCaller() caller: Caller,
    @Param('id', RecordId) id: string,
    @Param('number', VersionNumber) number: number,
    @Body() { deviceId, modelId, lines }: PreviewBody,
  ): Promise<Preview> {
    return this.previews.execute(caller, { id, number }, { deviceId: deviceId?.toLowerCase(), modelId: modelId?.toLowerCase(), lines });
  }
}
