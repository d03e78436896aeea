package main

import (
	"go/scanner"
	"go/token"
	"slices"
	"strconv"
	"strings"
)

// sameTokens says whether two texts differ in nothing but line breaks, the commas these need, the places where a
// string is put together from parts, and where comments stand.
func sameTokens(a, b string) bool {
	codeA, wordsA := tokensOf(a)
	codeB, wordsB := tokensOf(b)
	return slices.Equal(codeA, codeB) && slices.Equal(wordsA, wordsB)
}

// tokensOf returns the code of a text token by token and the words of its comments in the order of the alphabet.
func tokensOf(src string) (code, words []string) {
	var s scanner.Scanner
	set := token.NewFileSet()
	s.Init(set.AddFile("", -1, len(src)), []byte(src), nil, scanner.ScanComments)
	for {
		_, tok, lit := s.Scan()
		switch {
		case tok == token.EOF:
			slices.Sort(words)
			return joinAddedStrings(code), words
		case tok == token.COMMENT:
			words = append(words, strings.Fields(strings.ReplaceAll(lit, "//", " "))...)
			continue
		case tok == token.SEMICOLON: // one that was written may become the end of a line
			continue
		case tok == token.STRING:
			code = append(code, markedValue(lit))
			continue
		case (tok == token.RPAREN || tok == token.RBRACE || tok == token.RBRACK) && len(code) > 0 &&
			code[len(code)-1] == ",":
			code = code[:len(code)-1]
		}
		if lit == "" {
			lit = tok.String()
		}
		code = append(code, lit)
	}
}

// markedValue is what a string says, marked as one.
func markedValue(lit string) string {
	text, err := strconv.Unquote(lit)
	if err != nil {
		return lit
	}
	return `"` + text
}

// joinAddedStrings puts strings together that are joined by a plus.
func joinAddedStrings(code []string) []string {
	var folded []string
	for i := range code {
		n := len(folded)
		if n >= 2 && code[i][0] == '"' && folded[n-1] == "+" && folded[n-2][0] == '"' {
			folded = append(folded[:n-2], folded[n-2]+code[i][1:])
			continue
		}
		folded = append(folded, code[i])
	}
	return folded
}
