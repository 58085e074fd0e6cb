-- The roles of Aurora: the master user postgres, whose the database is, is no superuser but a member of rds_superuser.
-- In stock PostgreSQL only a superuser uses postgres_fdw; in Aurora rds_superuser does.
CREATE ROLE rds_superuser;
GRANT pg_monitor, pg_signal_backend, pg_checkpoint TO rds_superuser WITH ADMIN OPTION;
CREATE ROLE postgres LOGIN CREATEDB CREATEROLE IN ROLE rds_superuser PASSWORD '$password';
ALTER DATABASE postgres OWNER TO postgres;
CREATE EXTENSION pg_stat_statements;
CREATE SCHEMA rdsadmin;
CREATE FUNCTION rdsadmin.after_create_extension() RETURNS event_trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        IF EXISTS (SELECT FROM pg_foreign_data_wrapper WHERE fdwname = 'postgres_fdw') THEN
            GRANT USAGE ON FOREIGN DATA WRAPPER postgres_fdw TO rds_superuser WITH GRANT OPTION;
        END IF;
    END $$;
CREATE EVENT TRIGGER after_create_extension ON ddl_command_end
    WHEN TAG IN ('CREATE EXTENSION') EXECUTE FUNCTION rdsadmin.after_create_extension();
SET ROLE postgres;
