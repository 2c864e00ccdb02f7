package dev.crossdock.connectors;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.crossdock.connectors.files.ShortDuration;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a system lists all that it holds of something. Of several ways the file is taken before the
 * pages; what people drop is taken whenever it comes.
 *
 * @param paged page by page; null when it has no pages
 * @param file as a file that it makes when it is asked; null when it makes none
 * @param dropped as a file that it leaves by itself; null when it leaves none
 * @param look how it is asked for some of it alone; null when it cannot be
 */
public record Listing(
    @Nullable Paged paged, @Nullable Export file, @Nullable Dropped dropped, @Nullable Look look) {

  /**
   * Pages that follow one another.
   *
   * @param route the route template that asks for one
   * @param limit how many things a page is asked for
   * @param sorted whether its lines come in rising order of key and place; one that goes back is
   *     then a page that shifted
   * @param budget which budget a page is paid from
   * @param cost what it costs
   */
  public record Paged(
      String route,
      @Nullable Integer limit,
      boolean sorted,
      @Nullable String budget,
      @Nullable Double cost) {

    /** Fills in what a short declaration leaves out. */
    public Paged {
      limit = limit == null ? Integer.valueOf(250) : limit;
    }
  }

  /**
   * A file that is made while we wait.
   *
   * @param start the route template that has it made
   * @param ready the route template that asks whether it is, and where
   * @param lines the mapping that turns some of its lines into ours
   * @param format how it is written
   * @param every how long to wait before asking again
   * @param within how long it may take
   * @param budget which budget a call is paid from
   * @param readyBudget which budget asking again is paid from; null when it is the same
   * @param cost what it costs
   */
  public record Export(
      String start,
      String ready,
      String lines,
      Format format,
      @JsonDeserialize(using = ShortDuration.class) Duration every,
      @JsonDeserialize(using = ShortDuration.class) Duration within,
      @Nullable String budget,
      @Nullable String readyBudget,
      @Nullable Double cost) {

    /** Fills in what a short declaration leaves out. */
    public Export {
      readyBudget = readyBudget == null ? budget : readyBudget;
      every = every == null ? Duration.ofSeconds(5) : every;
      within = within == null ? Duration.ofHours(1) : within;
    }
  }

  /**
   * A file that the system leaves by itself.
   *
   * @param folder where, in the channel's own folder
   * @param lines the mapping that turns some of its lines into ours
   */
  public record Dropped(String folder, String lines) {}

  /**
   * A question for some things alone.
   *
   * @param route the route template that asks
   * @param batch how many things one call asks for
   * @param budget which budget a call is paid from
   * @param cost what it costs
   */
  public record Look(
      String route, @Nullable Integer batch, @Nullable String budget, @Nullable Double cost) {

    /** Fills in what a short declaration leaves out. */
    public Look {
      batch = batch == null ? Integer.valueOf(50) : batch;
    }
  }

  /** How the lines of a file are written. */
  public enum Format {
    /** A JSON document in each. */
    @JsonProperty("jsonl")
    JSONL,
    /** Cells between tabs, as they are; the first line names them. */
    @JsonProperty("tsv")
    TSV,
    /** Cells between commas, in quotes where they must be; the first line names them. */
    @JsonProperty("csv")
    CSV
  }

  /**
   * What the system lets us do, and how it is asked.
   *
   * @param route the route template that asks
   * @param needs what the connector cannot do without, as the system calls it
   * @param every how often it is asked, beside at the start
   * @param budget which budget a call is paid from
   * @param cost what it costs
   */
  public record Scopes(
      String route,
      java.util.List<String> needs,
      @JsonDeserialize(using = ShortDuration.class) Duration every,
      @Nullable String budget,
      @Nullable Double cost) {

    /** Fills in what a short declaration leaves out. */
    public Scopes {
      needs = needs == null ? java.util.List.of() : java.util.List.copyOf(needs);
      every = every == null ? Duration.ofMinutes(15) : every;
    }
  }
}
