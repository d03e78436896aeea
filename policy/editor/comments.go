package editor

import (
	"fmt"
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"io/fs"
	"strings"

	"duban/policy"
)

// documentComments are those of the document types and their fields, by the names under which the reflector looks for
// them.
func documentComments() (map[string]string, error) {
	all := map[string]string{}
	files, err := fs.Glob(policy.DocumentSource, "*.go")
	if err != nil {
		return nil, fmt.Errorf("list source: %w", err)
	}
	for _, name := range files {
		text, err := policy.DocumentSource.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("read source: %w", err)
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, text, parser.ParseComments)
		if err != nil {
			return nil, fmt.Errorf("parse source: %w", err)
		}
		for _, d := range file.Decls {
			if types, ok := d.(*ast.GenDecl); ok && types.Tok == token.TYPE {
				collectDocComments(types, all)
			}
		}
	}
	return all, nil
}

func collectDocComments(types *ast.GenDecl, all map[string]string) {
	for _, s := range types.Specs {
		spec, isType := s.(*ast.TypeSpec)
		if !isType {
			continue
		}
		name := "duban/policy." + spec.Name.Name
		all[name] = new(doc.Package).Synopsis(types.Doc.Text())
		structure, isStruct := spec.Type.(*ast.StructType)
		if !isStruct {
			continue
		}
		for _, f := range structure.Fields.List {
			for _, ident := range f.Names {
				if text := strings.Join(strings.Fields(f.Doc.Text()), " "); text != "" {
					all[name+"."+ident.Name] = text
				}
			}
		}
	}
}
