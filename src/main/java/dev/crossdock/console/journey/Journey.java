package dev.crossdock.console.journey;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The whole way of one thing through all systems: what was heard, decided, changed, told and
 * answered, and what must still come.
 *
 * @param asked what was looked for
 * @param summary what it comes to, in a sentence
 * @param names what it is known by
 * @param lanes the systems it touched, in the order in which a picture shows them
 * @param steps in the order of their time; what must still come is last
 * @param more whether there was more than is shown
 * @param tookMillis how long the search took
 */
record Journey(
    String asked,
    String summary,
    List<Named> names,
    List<Lane> lanes,
    List<Step> steps,
    boolean more,
    long tookMillis) {

  /** Where steps happen when they happen in no system but ours. */
  static final String HUB = "hub";

  /** One name it is known by. */
  record Named(String kind, String name) {}

  /**
   * One system.
   *
   * @param what which product it is
   */
  record Lane(String id, String what) {}

  /** What sort of step it is. */
  enum Kind {
    heard,
    decided,
    changed,
    owed,
    told,
    answered,
    expected
  }

  /** How it went. */
  enum Tone {
    good,
    quiet,
    waiting,
    bad
  }

  /** Where the raw thing is kept: a message that was heard, a call that was made. */
  record Evidence(String kind, long id, @Nullable Instant at) {}

  /** One line of what is known about a step. */
  record Detail(String name, String value) {}

  /**
   * One step.
   *
   * @param at when; for what must still come, when it is due, if anybody knows
   * @param from in which lane it begins
   * @param to in which it ends; the same when it crosses none
   * @param why the reason, where a decision was made
   * @param expected whether it must still come
   * @param after the step it follows from; null when it is a beginning
   * @param evidence where the raw thing is; null when there is none
   * @param parked where the parked page shows it; null when it does not wait for a person
   */
  record Step(
      String id,
      @Nullable Instant at,
      String from,
      String to,
      Kind kind,
      Tone tone,
      String title,
      @Nullable String why,
      boolean expected,
      @Nullable String after,
      @Nullable Evidence evidence,
      @Nullable String parked,
      List<Detail> details) {}
}
