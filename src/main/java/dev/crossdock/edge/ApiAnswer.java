package dev.crossdock.edge;

import com.fasterxml.jackson.databind.JsonNode;

/** What a call is told. */
record ApiAnswer(int status, JsonNode body) {}
