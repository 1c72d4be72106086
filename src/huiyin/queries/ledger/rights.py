"""Who may do what with tables, functions and the database itself: what is read of it to be compared."""

from huiyin.records.walls import OWNER, READER, WRITER

_OURS = ", ".join(f"'{role}'::regrole" for role in (OWNER, WRITER, READER))

# One row for each right that somebody has; the same for what should stand and what does.
RIGHTS = """
WITH space AS (SELECT n.* FROM pg_namespace n WHERE n.oid = %(schema)s::regnamespace),
given AS (
    SELECT 'table ' || c.relname AS of, acl.* FROM pg_class c, space, aclexplode(COALESCE(
        c.relacl, acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", c.relowner))) AS acl
    WHERE c.relnamespace = space.oid AND c.relkind NOT IN ('i', 'I', 'c')
    UNION ALL SELECT 'column ' || c.relname || '.' || a.attname, acl.*
    FROM pg_class c, space, pg_attribute a, aclexplode(a.attacl) AS acl
    WHERE c.relnamespace = space.oid AND a.attrelid = c.oid AND NOT a.attisdropped
    UNION ALL SELECT 'function ' || f.oid::regprocedure, acl.*
    FROM pg_proc f, space, aclexplode(COALESCE(f.proacl, acldefault('f', f.proowner))) AS acl
    WHERE f.pronamespace = space.oid
    UNION ALL SELECT 'schema', acl.* FROM space, aclexplode(space.nspacl) AS acl
    WHERE acl.grantee <> space.nspowner AND NOT (acl.grantee = 0 AND acl.privilege_type = 'USAGE')
)
SELECT 'right' AS kind, concat_ws(
    ' ', of || ':', CASE grantee WHEN 0 THEN 'everybody' ELSE grantee::regrole::text END, privilege_type
) AS name, jsonb_build_object('may give it on', bool_or(is_grantable)) AS said
FROM given GROUP BY of, grantee, privilege_type
"""

# What holds for the whole database or server, and must not be there at all.
STRANGE = f"""
SELECT 'setting' AS kind, CASE setrole WHEN 0 THEN '' ELSE setrole::regrole || ' ' END || one AS name
FROM pg_db_role_setting, unnest(setconfig) AS one
WHERE (setrole = 0 OR setrole IN ({_OURS}))
    AND (setdatabase = 0 OR setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database()))
    AND (setrole, one) IS DISTINCT FROM ('{READER}'::regrole::oid, 'default_transaction_read_only=on')
UNION ALL SELECT 'setting', 'session_replication_role=' || current_setting('session_replication_role')
WHERE current_setting('session_replication_role') <> 'origin'
UNION ALL SELECT 'role', rolname || ' ' || concat_ws(', ', CASE WHEN rolsuper THEN 'superuser' END,
    CASE WHEN rolbypassrls THEN 'bypasses row security' END, CASE WHEN rolreplication THEN 'replication' END)
FROM pg_roles WHERE oid IN ({_OURS}) AND (rolsuper OR rolbypassrls OR rolreplication)
UNION ALL SELECT 'role', member::regrole || ' is a member of ' || roleid::regrole
FROM pg_auth_members WHERE member IN ({_OURS})
UNION ALL SELECT 'event trigger', evtname::text FROM pg_event_trigger
UNION ALL SELECT 'right', concat_ws(
    ' ', 'database:', CASE grantee WHEN 0 THEN 'everybody' ELSE grantee::regrole::text END, privilege_type
) FROM pg_database AS d, aclexplode(COALESCE(d.datacl, acldefault('d', d.datdba))) AS acl
WHERE d.datname = current_database() AND (grantee = 0 OR privilege_type = 'CREATE' AND grantee <> d.datdba)
"""
