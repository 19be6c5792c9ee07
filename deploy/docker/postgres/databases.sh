#!/bin/sh
# Makes each service's database with its two roles: <service>_owner runs migrations; <service>_app reads and writes, owns nothing and cannot bypass row-level
# security. Run as superuser, by PostgreSQL's image when its volume is new, or by hand with PGHOST, PGUSER, PGPASSWORD set; each step may be repeated.
# Passwords: DIRECTORY_OWNER_PASSWORD, DIRECTORY_APP_PASSWORD … The same rights as libs/runtime/src/home/service-database.ts gives.
set -eu

in_database() { psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "${POSTGRES_USER:-${PGUSER:-postgres}}" --dbname "$@"; }

for service in directory inventory profiles files notifications device_control; do
  prefix=$(echo "$service" | tr '[:lower:]' '[:upper:]')
  eval "owner_password=\${${prefix}_OWNER_PASSWORD:?} app_password=\${${prefix}_APP_PASSWORD:?}"
  # Passwords come in over standard input: arguments can be read by others on the machine.
  in_database postgres <<SQL
set log_statement = 'none';
\\set owner_password '$owner_password'
\\set app_password '$app_password'
select format('create role %I', role) from unnest(array['${service}_owner', '${service}_app']) role
 where not exists (select from pg_roles where rolname = role)
\\gexec
alter role ${service}_owner login nosuperuser nobypassrls nocreatedb nocreaterole noreplication password :'owner_password';
alter role ${service}_app login nosuperuser nobypassrls nocreatedb nocreaterole noreplication password :'app_password';
select 'create database ${service} owner ${service}_owner' where not exists (select from pg_database where datname = '${service}')
\\gexec
revoke all on database ${service} from public;
grant connect on database ${service} to ${service}_app;
SQL
  in_database "$service" <<SQL
set client_min_messages = warning;
create extension if not exists pg_trgm;
alter schema public owner to ${service}_owner;
revoke all on schema public from public;
grant usage on schema public to ${service}_app;
alter default privileges for role ${service}_owner grant usage on schemas to ${service}_app;
alter default privileges for role ${service}_owner grant select, insert, update, delete on tables to ${service}_app;
alter default privileges for role ${service}_owner grant usage, select on sequences to ${service}_app;
alter default privileges for role ${service}_owner revoke execute on functions from public;
alter default privileges for role ${service}_owner grant execute on functions to ${service}_app;
SQL
done
in_database postgres --command 'revoke all on database postgres, template1 from public'
