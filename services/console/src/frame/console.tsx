import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { BrowserRouter, Route, Routes } from 'react-router';
import { queries } from '../api/queries.js';
import { DevicesPage } from '../devices/devices-page.js';
import { theme, tones } from '../look/theme.js';
import { Failure } from './failure.js';
import { Frame } from './frame.js';
import { Home } from './home.js';

const DevicePage = lazy(() => import('../devices/device-page.js'));
const ImportsPage = lazy(() => import('../imports/imports-page.js'));
const ImportPage = lazy(() => import('../imports/import-page.js'));
const RecordsPage = lazy(() => import('../records/records-page.js'));
const ProfilesPage = lazy(() => import('../profiles/profiles-page.js'));
const ProfilePage = lazy(() => import('../profiles/profile-page.js'));
const VersionPage = lazy(() => import('../profiles/version-page.js'));
const LineStatesPage = lazy(() => import('../line-states/line-states-page.js'));
const PermissionsPage = lazy(() => import('../access/permissions-page.js'));
const AuditPage = lazy(() => import('../access/audit-page.js'));
const PreferencesPage = lazy(() => import('../preferences/preferences-page.js'));
const DashboardPage = lazy(() => import('../dashboard/dashboard-page.js'));
const OperationsPage = lazy(() => import('../operations/operations-page.js'));
const OperationPage = lazy(() => import('../operations/operation-page.js'));
const NotFound = lazy(() => import('./not-found.js'));

export function Console(): React.JSX.Element {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={tones} defaultColorScheme="auto">
      <QueryClientProvider client={queries}>
        <BrowserRouter>
          <Failure>
            <Suspense fallback={null}>
              <Routes>
                <Route element={<Frame />}>
                  <Route index element={<Home />} />
                  <Route path="devices" element={<DevicesPage />} />
                  <Route path="devices/:id/:tab?" element={<DevicePage />} />
                  <Route path="imports" element={<ImportsPage />} />
                  <Route path="imports/:id" element={<ImportPage />} />
                  <Route path="operations" element={<OperationsPage />} />
                  <Route path="operations/:id" element={<OperationPage />} />
                  <Route path="custom-fields" element={<RecordsPage key="custom-fields" kind="custom-fields" />} />
                  <Route path="resellers" element={<RecordsPage key="resellers" kind="resellers" />} />
                  <Route path="customers" element={<RecordsPage key="customers" kind="customers" />} />
                  <Route path="sites" element={<RecordsPage key="sites" kind="sites" />} />
                  <Route path="accounts" element={<RecordsPage key="accounts" kind="accounts" />} />
                  <Route path="users" element={<RecordsPage key="users" kind="users" />} />
                  <Route path="service-keys" element={<RecordsPage key="service-keys" kind="service-keys" />} />
                  <Route path="models" element={<RecordsPage key="models" kind="models" />} />
                  <Route path="profiles" element={<ProfilesPage />} />
                  <Route path="profiles/:id" element={<ProfilePage />} />
                  <Route path="profiles/:id/versions/:number/:part?" element={<VersionPage />} />
                  <Route path="line-states" element={<LineStatesPage />} />
                  <Route path="permissions" element={<PermissionsPage />} />
                  <Route path="audit" element={<AuditPage />} />
                  <Route path="preferences" element={<PreferencesPage />} />
                  <Route path="dashboard" element={<DashboardPage />} />
                  <Route path="*" element={<NotFound />} />
                </Route>
              </Routes>
            </Suspense>
          </Failure>
        </BrowserRouter>
      </QueryClientProvider>
    </MantineProvider>
  );
}
