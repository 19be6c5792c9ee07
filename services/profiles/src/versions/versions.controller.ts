import { Body, Controller, Delete, Get, Headers, HttpCode, Inject, Param, Patch, Post, Query, UseInterceptors } from '@nestjs/common';
import { Allow, CurrentCaller } from '@ringfleet/access';
import { type Caller, MAY, type Page } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { Described, PageQuery, RecordId, Tagged } from '@ringfleet/service-kit';
import { versionOf, versionsOf, type VersionSummary, type VersionView } from './list-versions.js';
import { PublishVersion } from './publish-version.js';
import { SaveDraft } from './save-draft.js';
import { VersionNumber } from './version-number.pipe.js';
import { DraftBody, NewDraftBody } from './versions.dto.js';

const PARAMS = { number: { type: 'integer', minimum: 1 } } as const;
const EXAMPLE = {
  note: 'Time from our own server',
  variables: [{ name: 'ntp_server', label: 'Time server', type: 'string', default: 'pool.ntp.org', maxLength: 100 }],
  values: { ntp_server: 'time.example.net' },
  templates: [{ file: '{mac}.cfg', format: 'text', text: 'ntp_server = {{ params.ntp_server }}' }],
};

/** The versions of a profile's content (PRV-01). */
@Controller('api/v1/profiles/:id/versions')
@UseInterceptors(Tagged)
export class VersionsController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(SaveDraft) private readonly drafts: SaveDraft,
    @Inject(PublishVersion) private readonly publication: PublishVersion,
  ) {}

  @Get()
  @Described('Lists the versions of a CPE profile, the newest first', { refuses: { 400: ['bad_cursor'] } })
  @Allow(...MAY.seeVersions)
  list(@CurrentCaller() caller: Caller, @Param('id', RecordId) id: string, @Query() query: PageQuery): Promise<Page<VersionSummary>> {
    return this.database.transaction(caller.scope, (tx) => versionsOf(tx, { caller, id, query }));
  }

  @Get(':number')
  @Described('A version of a CPE profile; secrets are not shown', { params: PARAMS })
  @Allow(...MAY.seeVersions)
  one(@CurrentCaller() caller: Caller, @Param('id', RecordId) id: string, @Param('number', VersionNumber) number: number): Promise<VersionView> {
    return this.database.transaction(caller.scope, (tx) => versionOf(tx, id, number));
  }

  @Post()
  @Described('Makes a draft of a version', {
    refuses: { 400: ['bad_content'], 403: ['not_permitted'], 409: ['being_deleted', 'changed_meanwhile', 'too_many_drafts'] },
    example: EXAMPLE,
  })
  @Allow(...MAY.changeProfiles)
  add(
    @CurrentCaller() caller: Caller,
    @Param('id', RecordId) id: string,
    @Body() body: NewDraftBody,
    @Headers('idempotency-key') key: string | undefined,
  ): Promise<VersionView> {
    return this.drafts.add(caller, id, body, key);
  }

  @Patch(':number')
  @Described('Changes a draft', {
    params: PARAMS,
    refuses: { 400: ['bad_content'], 403: ['not_permitted'], 409: ['being_deleted', 'changed_meanwhile', 'version_published'], 428: ['if_match_required'] },
    example: { values: EXAMPLE.values },
  })
  @Allow(...MAY.changeProfiles)
  change(
    @CurrentCaller() caller: Caller,
    @Param('id', RecordId) id: string,
    @Param('number', VersionNumber) number: number,
    @Body() body: DraftBody,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<VersionView> {
    return this.drafts.change(caller, { id, number, ifMatch }, body);
  }

  @Delete(':number')
  @HttpCode(204)
  @Described('Discards a draft', {
    params: PARAMS,
    refuses: { 403: ['not_permitted'], 409: ['being_deleted', 'changed_meanwhile', 'version_published'], 428: ['if_match_required'] },
  })
  @Allow(...MAY.changeProfiles)
  discard(
    @CurrentCaller() caller: Caller,
    @Param('id', RecordId) id: string,
    @Param('number', VersionNumber) number: number,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<void> {
    return this.drafts.discard(caller, { id, number, ifMatch });
  }

  @Post(':number/publish')
  @HttpCode(200)
  @Described('Publishes a version: a draft, or an earlier one again', {
    params: PARAMS,
    refuses: {
      403: ['not_permitted'],
      409: ['being_deleted', 'breaks_inheriting', 'changed_meanwhile'],
      422: ['inherits_from_itself', 'too_many_layers', 'no_templates', 'template_fails', 'too_many_templates'],
      428: ['if_match_required'],
    },
  })
  @Allow(...MAY.changeProfiles)
  publish(
    @CurrentCaller() caller: Caller,
    @Param('id', RecordId) id: string,
    @Param('number', VersionNumber) number: number,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<VersionView> {
    return this.publication.execute(caller, { id, number, ifMatch });
  }
}
