/** What is asked for, or `late` where it has not come after so many milliseconds. Nothing is broken off; a rejection is passed on if it comes in time. */
export async function within<Asked, Late>(ms: number, asked: Promise<Asked>, late: Late): Promise<Asked | Late> {
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<Late>((resolve) => (timer = setTimeout(resolve, ms, late)));
  return Promise.race([asked, passed]).finally(() => clearTimeout(timer));
}
