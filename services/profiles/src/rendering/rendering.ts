import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { type Rendered, type RenderJob, TemplateRenderer } from '@ringfleet/templates';

/** The threads in which templates of this service are rendered. */
@Injectable()
export class Rendering implements OnModuleDestroy {
  private readonly renderer = new TemplateRenderer();

  onModuleDestroy(): Promise<void> {
    return this.renderer.close();
  }

  /** @param owner whose template it is, or whose people try it; owners take turns */
  render(owner: string, job: RenderJob): Promise<Rendered> {
    return this.renderer.render(owner, job);
  }
}

/** Those who try and look at an owner's templates take other turns than its phones, which wait for none of them. */
export const peopleOf = (owner: string): string => `people of ${owner}`;
