package io.tiltmeter.results.rest;

import io.quarkus.test.junit.QuarkusTest;
import io.tiltmeter.servicetest.ForeignPageTest;

@QuarkusTest
class ForeignPageIT extends ForeignPageTest {}
