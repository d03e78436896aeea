// Package telemetry is what operators see of Duban: Prometheus metrics on a listener of their own, and traces over
// OTLP. It looks on from outside, by wrapping what others declare (the gateway's observer and cases, the journal,
// Temporal's interceptors), and neither knows nor shows who or what a case is about: labels and attributes come
// from closed sets, never from ids or content.
package telemetry
