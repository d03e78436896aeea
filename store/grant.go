package store

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/lib/pq"
)

// sealedTable is a table with what of it is never changed, as the triggers of the schema say.
type sealedTable struct {
	Name string `db:"name"`
	// Sealed: nothing of it is ever changed or deleted. Open are the columns that may change where some are sealed.
	Sealed bool           `db:"sealed"`
	Open   pq.StringArray `db:"open"`
}

// GrantWork lets a role of PostgreSQL do what workers and gateways do, and nothing else: what is sealed it reads and
// adds to, and cannot change or delete, even where somebody has dropped the triggers that refuse that too. What the
// role had before is taken away. The role must be there and own nothing. A later migration gives it what it needs of
// what is new.
func (s *Store) GrantWork(ctx context.Context, role string) error {
	if s.dialect != Postgres {
		return errors.New("grant: 只用于 PostgreSQL；SQLite 的文件归运行程序的用户 (only on PostgreSQL)")
	}
	return s.write(ctx, "grant", func(c conn) error {
		if err := refuseOwner(ctx, c, role); err != nil {
			return err
		}
		return c.grantWork(ctx, role)
	})
}

// GrantAgain gives the roles that were let work before what they need of the schema as it is now.
func (s *Store) GrantAgain(ctx context.Context) error {
	if s.dialect != Postgres {
		return nil
	}
	return s.write(ctx, "grant again", func(c conn) error {
		var roles []string
		err := c.allRows(ctx, &roles, `SELECT g.rolname FROM pg_class t CROSS JOIN aclexplode(t.relacl) a
			JOIN pg_roles g ON g.oid = a.grantee
			WHERE t.oid = CAST('journal' AS regclass) AND a.privilege_type = 'INSERT' AND a.grantee <> t.relowner`)
		if err != nil {
			return fmt.Errorf("grant: %w", err)
		}
		for _, role := range roles {
			if err := c.grantWork(ctx, role); err != nil {
				return err
			}
		}
		return nil
	})
}

func (c conn) grantWork(ctx context.Context, role string) error {
	var tables []sealedTable
	err := c.allRows(ctx, &tables, `SELECT t.relname AS name,
			COALESCE(bool_or(r.tgattr = CAST('' AS int2vector)), false) AS sealed,
			CASE WHEN bool_or(r.tgattr <> CAST('' AS int2vector)) THEN ARRAY(
				SELECT CAST(a.attname AS text) FROM pg_attribute a
				WHERE a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped AND NOT EXISTS (
					SELECT 1 FROM pg_trigger s WHERE s.tgrelid = t.oid AND s.tgfoid = CAST('refuse_change' AS regproc)
					AND a.attnum = ANY (s.tgattr)))
			END AS open
		FROM pg_class t
		LEFT JOIN pg_trigger r ON r.tgrelid = t.oid AND r.tgfoid = CAST('refuse_change' AS regproc)
		WHERE t.relnamespace = CAST(current_schema() AS regnamespace) AND t.relkind IN ('r', 'p')
		GROUP BY t.oid, t.relname ORDER BY t.relname`)
	if err != nil {
		return fmt.Errorf("grant: %w", err)
	}
	var schema string
	if err := c.getRow(ctx, &schema, `SELECT current_schema()`); err != nil {
		return fmt.Errorf("grant: %w", err)
	}
	for _, statement := range grants(schema, role, tables) {
		if _, err := c.exec(ctx, statement); err != nil {
			return fmt.Errorf("grant: %w", err)
		}
	}
	return nil
}

// refuseOwner refuses a role that nothing can be withheld from, or that is not there.
func refuseOwner(ctx context.Context, c conn, role string) error {
	var found struct {
		Super bool `db:"rolsuper"`
		Owns  bool `db:"owns"`
	}
	there, err := c.findRow(ctx, &found, `SELECT r.rolsuper, EXISTS (SELECT 1 FROM pg_class t
			WHERE t.relnamespace = CAST(current_schema() AS regnamespace)
			AND pg_has_role(r.oid, t.relowner, 'MEMBER')) AS owns
		FROM pg_roles r WHERE r.rolname = ?`, role)
	switch {
	case err != nil:
		return fmt.Errorf("grant: %w", err)
	case !there:
		return fmt.Errorf("grant: 数据库里没有角色 %s，先建：CREATE ROLE … LOGIN PASSWORD … (there is no such role)", role)
	case found.Super || found.Owns:
		return fmt.Errorf("grant: 角色 %s 是超级用户或者拥有这些表，什么也限制不了；换一个 "+
			"(is a superuser or owns the tables: nothing can be withheld from it)", role)
	}
	return nil
}

func grants(schema, role string, tables []sealedTable) []string {
	schema, role = pq.QuoteIdentifier(schema), pq.QuoteIdentifier(role)
	statements := []string{
		`REVOKE ALL ON ALL TABLES IN SCHEMA ` + schema + ` FROM ` + role,
		`GRANT USAGE ON SCHEMA ` + schema + ` TO ` + role,
		`GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA ` + schema + ` TO ` + role,
	}
	for _, t := range tables {
		may := "SELECT, INSERT, UPDATE, DELETE"
		switch {
		case t.Name == versionsTable:
			may = "SELECT"
		case t.Sealed:
			may = "SELECT, INSERT"
		case len(t.Open) > 0:
			columns := make([]string, len(t.Open))
			for i, column := range t.Open {
				columns[i] = pq.QuoteIdentifier(column)
			}
			may = "SELECT, INSERT, UPDATE (" + strings.Join(columns, ", ") + ")"
		}
		statements = append(statements, `GRANT `+may+` ON `+pq.QuoteIdentifier(t.Name)+` TO `+role)
	}
	return statements
}
