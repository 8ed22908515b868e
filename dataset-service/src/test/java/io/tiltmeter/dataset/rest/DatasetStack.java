package io.tiltmeter.dataset.rest;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.tiltmeter.servicetest.ServiceStack;

/** What the service runs on in all tests of this module; retries and repeated requests come soon after one another. */
@QuarkusTestResource(
        value = ServiceStack.class,
        initArgs = {
            @ResourceArg(name = "schema", value = "dataset"),
            @ResourceArg(name = "tiltmeter.work.poll", value = "50ms"),
            @ResourceArg(name = "tiltmeter.work.first-back-off", value = "20ms"),
            @ResourceArg(name = "tiltmeter.work.most-failures", value = "3"),
            @ResourceArg(name = "tiltmeter.datasets.allowed-urls", value = "http://127.0.0.1:"),
            @ResourceArg(name = "tiltmeter.datasets.ask-again-after", value = "2s")
        })
final class DatasetStack {}
