import { Body, Controller, Delete, Get, Headers, HttpCode, Inject, Param, Patch, Post, Query, UseInterceptors } from '@nestjs/common';
import { Allow, CurrentCaller } from '@ringfleet/access';
import { type Caller, MAY, type Page } from '@ringfleet/kernel';
import { Described, RecordId, Tagged } from '@ringfleet/service-kit';
import { CustomFieldChangesBody, CustomFieldsQuery, DeleteCustomFieldQuery, NewCustomFieldBody } from './custom-fields.dto.js';
import { DeleteField } from './delete-field.js';
import { type CustomFieldView, ListFields } from './list-fields.js';
import { SaveField } from './save-field.js';

/** What devices have beside the fields of INV-01 (INV-16). */
@Controller('api/v1/custom-fields')
@UseInterceptors(Tagged)
export class CustomFieldsController {
  constructor(
    @Inject(ListFields) private readonly fields: ListFields,
    @Inject(SaveField) private readonly save: SaveField,
    @Inject(DeleteField) private readonly remove: DeleteField,
  ) {}

  @Get()
  @Described('Lists the custom fields of devices')
  all(@CurrentCaller() caller: Caller, @Query() { owner, ...query }: CustomFieldsQuery): Promise<Page<CustomFieldView>> {
    return this.fields.execute(caller, query, owner);
  }

  @Get(':id')
  @Described('A custom field of devices')
  one(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<CustomFieldView> {
    return this.fields.one(caller, id);
  }

  @Post()
  @Allow(...MAY.defineFields)
  @Described('Defines a custom field for all devices, or for those of the reseller', {
    refuses: { 409: ['name_not_unique', 'too_many_fields'], 422: ['bad_name', 'missing_value', 'bad_choice'] },
    example: { name: 'Floor', kind: 'choice', choices: ['Ground floor', 'First floor'] },
  })
  add(@CurrentCaller() caller: Caller, @Body() body: NewCustomFieldBody, @Headers('idempotency-key') key: string | undefined): Promise<CustomFieldView> {
    return this.save.add(caller, body, key);
  }

  @Patch(':id')
  @Allow(...MAY.defineFields)
  @Described('Changes a custom field', {
    refuses: {
      403: ['not_permitted'],
      409: ['name_not_unique', 'choice_in_use'],
      422: ['bad_name', 'missing_value', 'bad_choice'],
      428: ['if_match_required'],
    },
    example: { choices: ['Ground floor', 'First floor', 'Attic'] },
  })
  change(
    @CurrentCaller() caller: Caller,
    @Param('id', RecordId) id: string,
    @Body() body: CustomFieldChangesBody,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<CustomFieldView> {
    return this.save.change(caller, { id, ifMatch }, body);
  }

  @Delete(':id')
  @Allow(...MAY.defineFields)
  @Described('Deletes a custom field', { refuses: { 403: ['not_permitted'], 409: ['field_in_use'], 428: ['if_match_required'] } })
  @HttpCode(204)
  delete(
    @CurrentCaller() caller: Caller,
    @Param('id', RecordId) id: string,
    @Query() { withValues }: DeleteCustomFieldQuery,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<void> {
    return this.remove.execute(caller, { id, ifMatch, withValues: withValues === 'true' });
  }
}
