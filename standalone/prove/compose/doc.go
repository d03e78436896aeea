// Package compose holds the deployment's files, which no container engine runs in the tests, against the program
// that they deploy.
package compose
