/**
 * The one-layer model by which Goyal et al. (ICLR 2025, arXiv 2410.10796, section 5) explain the inversion: attention over a
 * context, a subject and a relation, trained by gradient descent in closed form, in double precision. docs/theory.md has the
 * equations and how we differ.
 */
package io.tiltmeter.results.theory;
