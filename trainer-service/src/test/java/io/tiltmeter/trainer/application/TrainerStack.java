package io.tiltmeter.trainer.application;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.tiltmeter.servicetest.ServiceStack;

/** What the trainer runs on in all tests of this module; retries and reports come soon after one another. */
@QuarkusTestResource(
        value = ServiceStack.class,
        initArgs = {
            @ResourceArg(name = "schema", value = "trainer"),
            @ResourceArg(name = "tiltmeter.trainer.models-directory", value = "{directory}/models"),
            @ResourceArg(name = "tiltmeter.trainer.report-every", value = "50ms"),
            @ResourceArg(name = "tiltmeter.work.poll", value = "50ms"),
            @ResourceArg(name = "tiltmeter.work.first-back-off", value = "20ms"),
            @ResourceArg(name = "tiltmeter.work.most-failures", value = "3")
        })
final class TrainerStack {}
