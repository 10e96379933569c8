-- What a cluster keeps beside the sessions. Orleans reads OrleansQuery under this name, and finds its statements by these keys; the names of
-- parameters and of result columns are its own too. Each statement that changes the list of silos raises its version, and changes nothing
-- where the version is another one than the caller read, or the row is not as he means it; it gives 1 or 0. Run again, it makes what is
-- missing, such as after a backup of some of the tables was restored.
CREATE TABLE IF NOT EXISTS active_anomaly_silo_list (
    deployment text PRIMARY KEY,
    version integer NOT NULL);

CREATE TABLE IF NOT EXISTS active_anomaly_silos (
    deployment text NOT NULL REFERENCES active_anomaly_silo_list,
    address text NOT NULL,
    port integer NOT NULL,
    generation integer NOT NULL,
    silo_name text NOT NULL,
    host_name text NOT NULL,
    status integer NOT NULL,
    gateway_port integer NOT NULL,
    suspicions text,
    started timestamptz NOT NULL,
    last_alive timestamptz NOT NULL,
    PRIMARY KEY (deployment, address, port, generation));

CREATE TABLE IF NOT EXISTS active_anomaly_pools (
    session_id text NOT NULL,
    part integer NOT NULL,
    file_name text NOT NULL,
    content bytea NOT NULL,
    PRIMARY KEY (session_id, part));

CREATE TABLE IF NOT EXISTS OrleansQuery (
    QueryKey text PRIMARY KEY,
    QueryText text NOT NULL);

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES
('MembershipReadAllKey', $$
    SELECT list.deployment AS "DeploymentId", address AS "Address", port AS "Port", generation AS "Generation", silo_name AS "SiloName",
        host_name AS "HostName", status AS "Status", gateway_port AS "ProxyPort", suspicions AS "SuspectTimes", started AS "StartTime",
        last_alive AS "IAmAliveTime", version AS "Version"
    FROM active_anomaly_silo_list list LEFT JOIN active_anomaly_silos silo ON silo.deployment = list.deployment
    WHERE list.deployment = @DeploymentId
$$),
('MembershipReadRowKey', $$
    SELECT list.deployment AS "DeploymentId", address AS "Address", port AS "Port", generation AS "Generation", silo_name AS "SiloName",
        host_name AS "HostName", status AS "Status", gateway_port AS "ProxyPort", suspicions AS "SuspectTimes", started AS "StartTime",
        last_alive AS "IAmAliveTime", version AS "Version"
    FROM active_anomaly_silo_list list LEFT JOIN active_anomaly_silos silo
        ON silo.deployment = list.deployment AND address = @Address AND port = @Port AND generation = @Generation
    WHERE list.deployment = @DeploymentId
$$),
('InsertMembershipVersionKey', $$
    WITH added AS (
        INSERT INTO active_anomaly_silo_list (deployment, version) VALUES (@DeploymentId, 0) ON CONFLICT DO NOTHING RETURNING 1)
    SELECT count(*)::integer FROM added
$$),
('InsertMembershipKey', $$
    WITH raised AS (
        UPDATE active_anomaly_silo_list SET version = version + 1
        WHERE deployment = @DeploymentId AND version = @Version AND NOT EXISTS (
            SELECT 1 FROM active_anomaly_silos
            WHERE deployment = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation)
        RETURNING 1),
    added AS (
        INSERT INTO active_anomaly_silos
            (deployment, address, port, generation, silo_name, host_name, status, gateway_port, started, last_alive)
        SELECT @DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime
        FROM raised
        RETURNING 1)
    SELECT count(*)::integer FROM added
$$),
('UpdateMembershipKey', $$
    WITH raised AS (
        UPDATE active_anomaly_silo_list SET version = version + 1
        WHERE deployment = @DeploymentId AND version = @Version AND EXISTS (
            SELECT 1 FROM active_anomaly_silos
            WHERE deployment = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation)
        RETURNING 1),
    changed AS (
        UPDATE active_anomaly_silos SET status = @Status, suspicions = @SuspectTimes, last_alive = @IAmAliveTime
        FROM raised
        WHERE deployment = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation
        RETURNING 1)
    SELECT count(*)::integer FROM changed
$$),
('UpdateIAmAlivetimeKey', $$
    UPDATE active_anomaly_silos SET last_alive = @IAmAliveTime
    WHERE deployment = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation
$$),
('GatewaysQueryKey', $$
    SELECT address AS "Address", gateway_port AS "ProxyPort", generation AS "Generation" FROM active_anomaly_silos
    WHERE deployment = @DeploymentId AND status = @Status AND gateway_port > 0
$$),
('DeleteMembershipTableEntriesKey', $$
    WITH gone AS (DELETE FROM active_anomaly_silos WHERE deployment = @DeploymentId)
    UPDATE active_anomaly_silo_list SET version = version + 1 WHERE deployment = @DeploymentId
$$),
('CleanupDefunctSiloEntriesKey', $$
    DELETE FROM active_anomaly_silos WHERE deployment = @DeploymentId AND last_alive < @IAmAliveTime AND status <> 3
$$)
ON CONFLICT (QueryKey) DO NOTHING;
