package editor

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"reflect"
	"strings"

	"duban/policy"
)

// Comments are those of the document types and their fields, by their Go names such as duban/policy.Step.Limit.
func Comments() (map[string]string, error) {
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
		if err := collectDocComments("duban/policy.", text, all); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// collectDocComments adds the comments of the types in a Go source and of their fields.
func collectDocComments(prefix string, source []byte, all map[string]string) error {
	file, err := parser.ParseFile(token.NewFileSet(), "", source, parser.ParseComments)
	if err != nil {
		return fmt.Errorf("parse source: %w", err)
	}
	for _, d := range file.Decls {
		types, ok := d.(*ast.GenDecl)
		if !ok || types.Tok != token.TYPE {
			continue
		}
		for _, s := range types.Specs {
			if spec, isType := s.(*ast.TypeSpec); isType {
				collectCommentsOfType(prefix+spec.Name.Name, cmp.Or(spec.Doc, types.Doc), spec, all)
			}
		}
	}
	return nil
}

func collectCommentsOfType(name string, comment *ast.CommentGroup, spec *ast.TypeSpec, all map[string]string) {
	all[name] = asHelp(joined(comment), spec.Name.Name, spec.Name.Name)
	structure, isStruct := spec.Type.(*ast.StructType)
	if !isStruct {
		return
	}
	for _, f := range structure.Fields.List {
		for _, ident := range f.Names {
			if text := joined(f.Doc); text != "" {
				all[name+"."+ident.Name] = asHelp(text, ident.Name, keyOf(f))
			}
		}
	}
}

// joined is a comment in one line.
func joined(comment *ast.CommentGroup) string {
	return strings.Join(strings.Fields(comment.Text()), " ")
}

// keyOf is the key of the file that a field is read from.
func keyOf(f *ast.Field) string {
	if f.Tag == nil {
		return ""
	}
	key, _, _ := strings.Cut(reflect.StructTag(strings.Trim(f.Tag.Value, "`")).Get("yaml"), ",")
	return key
}

// asHelp is a comment without the Go name with which it begins: "UpTo is the largest amount" is "The largest amount" to
// somebody who writes up_to.
func asHelp(comment, goName, key string) string {
	rest, ok := strings.CutPrefix(comment, goName)
	if !ok {
		return comment
	}
	for _, verb := range []string{": ", " is ", " are "} {
		if what, ok := strings.CutPrefix(rest, verb); ok {
			return strings.ToUpper(what[:1]) + what[1:]
		}
	}
	if !strings.EqualFold(goName, key) {
		return key + rest
	}
	return comment
}
