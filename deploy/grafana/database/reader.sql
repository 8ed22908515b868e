-- Who reads the curves for Grafana: no more than the schemas results and trainer, and nothing is ever written. May be run
-- again at any time, before the services have made their tables or after, by the role that the services use.
do $$
begin
    if not exists (select from pg_roles where rolname = 'tiltmeter_reader') then
        create role tiltmeter_reader login;
    end if;
end
$$;

alter role tiltmeter_reader connection limit 10;
alter role tiltmeter_reader set default_transaction_read_only = on;
alter role tiltmeter_reader set statement_timeout = '15s';

create schema if not exists results;
create schema if not exists trainer;
grant usage on schema results, trainer to tiltmeter_reader;
grant select on all tables in schema results, trainer to tiltmeter_reader;
alter default privileges in schema results grant select on tables to tiltmeter_reader;
alter default privileges in schema trainer grant select on tables to tiltmeter_reader;
