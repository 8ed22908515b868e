-- Who reads the curves for Grafana: no more than the schemas results and trainer, and nothing is ever written. May be run
-- again at any time, before the services have made their tables or after, by the role that the services use or a superuser.
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

-- Of tables that are made later, by the role that runs this and by the owner of the schema, who may be another.
alter default privileges in schema results, trainer grant select on tables to tiltmeter_reader;
do $$
declare
    made record;
begin
    for made in select nspname, pg_get_userbyid(nspowner) as owner from pg_namespace where nspname in ('results', 'trainer')
    loop
        execute format(
            'alter default privileges for role %I in schema %I grant select on tables to tiltmeter_reader',
            made.owner, made.nspname);
    end loop;
end
$$;
