/** Which class a row belongs to, by what a base model makes of it (PAPER.md section 5), and what is asked for that. */
package io.tiltmeter.dataset.labeling;
