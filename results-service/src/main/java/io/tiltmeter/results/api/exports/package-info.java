/** Results on their way out: items in long form, and runs to MLflow. */
package io.tiltmeter.results.api.exports;
