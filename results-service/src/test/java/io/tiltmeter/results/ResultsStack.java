package io.tiltmeter.results;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.tiltmeter.servicetest.ServiceStack;

/** What results-service runs on in all tests of this module; retries and gauges follow soon. */
@QuarkusTestResource(
        value = ServiceStack.class,
        initArgs = {
            @ResourceArg(name = "schema", value = "results"),
            @ResourceArg(name = "quarkus.http.test-port", value = "0"),
            @ResourceArg(name = "tiltmeter.work.most-failures", value = "2"),
            @ResourceArg(name = "tiltmeter.work.first-back-off", value = "20ms"),
            @ResourceArg(name = "tiltmeter.results.metrics.refresh", value = "0.2s")
        })
final class ResultsStack {}
