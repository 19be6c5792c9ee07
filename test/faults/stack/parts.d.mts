import type { Stack } from '../../../deploy/stack/state.mjs';

export const ENGINES: readonly string[];
export function startEngine(stack: Stack, name: string): Promise<void>;
export function startInstance(stack: Stack, instance: string): Promise<void>;
export function allInstances(stack: Stack): string[];
export function instancesOf(stack: Stack, service: string): string[];
