package dev.crossdock.faults.chaos;

import dev.crossdock.faults.simulation.Agenda;
import dev.crossdock.faults.simulation.Dice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * People who buy, cancel and get what they bought, at two channels and at a till, and goods that
 * come in: all of it healthy, however late it is heard of.
 */
final class Traffic {
  private static final int WELL_STOCKED = 12;
  private static final long HOUR_MILLIS = 3_600_000;

  private final Agenda agenda;
  private final Dice dice;
  private final Goods goods;
  private final Post post;
  private final List<Stall> stalls;
  private final long actEveryMillis;
  private final List<String> everything;
  private final List<Bought> open = new ArrayList<>();
  private final Map<String, Integer> store = new HashMap<>();
  private final Map<String, Long> numbers = new HashMap<>();
  private long acts;
  private boolean over;

  Traffic(
      Agenda agenda, Dice dice, Goods goods, Post post, List<Stall> stalls, long actEveryMillis) {
    this.agenda = agenda;
    this.dice = dice;
    this.goods = goods;
    this.post = post;
    this.stalls = stalls;
    this.actEveryMillis = actEveryMillis;
    this.everything = new ArrayList<>(goods.all());
    Collections.shuffle(everything, new java.util.Random(dice.random().nextLong()));
  }

  /** The first day: every shelf is counted. */
  void open() {
    for (var sku : goods.shelved()) {
      store.put(sku, 15 + dice.upTo(40));
      post.movementSoon("depot", "count", sku, "main", 25 + dice.upTo(60));
      post.movementSoon("tills", "count", sku, "store", store.getOrDefault(sku, 0));
    }
    agenda.in(HOUR_MILLIS / 4, this::goOn);
  }

  long acts() {
    return acts;
  }

  void end() {
    over = true;
  }

  private void goOn() {
    if (over) {
      return;
    }
    act();
    acts++;
    agenda.in(dice.around(actEveryMillis), this::goOn);
  }

  private void act() {
    var what = dice.upTo(100);
    if (what <= 50) {
      order(stalls.get(0));
    } else if (what <= 72) {
      order(stalls.get(1));
    } else if (what <= 94) {
      sellAtTill();
    } else if (what <= 97) {
      cancel();
    } else {
      receive(any());
    }
  }

  /** A few are bought all the time, most now and then. */
  private String any() {
    var place = Math.pow(dice.random().nextDouble(), 2.5) * everything.size();
    return everything.get((int) place);
  }

  private void order(Stall stall) {
    var lines = new LinkedHashMap<String, Integer>();
    for (int i = dice.upTo(2); i > 0; i--) {
      var sku = any();
      var units = dice.upTo(3);
      if (goods.isFree(sku) && stall.shows(stall.front(sku)) >= units && !lines.containsKey(sku)) {
        lines.put(sku, units);
      }
    }
    if (!lines.isEmpty()) {
      post.order(sell(stall, lines));
    }
  }

  /** A customer buys, and the channel counts it off; whether anybody is told is another matter. */
  Bought sell(Stall stall, Map<String, Integer> lines) {
    lines.forEach((sku, units) -> stall.change(stall.front(sku), -units));
    var number = numbers.merge(stall.channel(), 1L, Long::sum);
    var order = new Bought(stall.channel(), number, lines, post.now());
    open.add(order);
    agenda.in(HOUR_MILLIS / 2 + dice.between(0, 3 * HOUR_MILLIS), () -> send(order));
    lines.keySet().forEach(sku -> restock(stall, sku));
    return order;
  }

  private void restock(Stall stall, String sku) {
    if (goods.isFree(sku) && stall.shows(stall.front(sku)) < WELL_STOCKED) {
      goods.together(sku).forEach(this::receive);
    }
  }

  private void receive(String sku) {
    if (goods.isFree(sku) && !goods.isKit(sku)) {
      post.movement("depot", "receipt", sku, "main", 20 + dice.upTo(40));
    }
  }

  private void sellAtTill() {
    var sku = any();
    var units = dice.upTo(2);
    var there = store.getOrDefault(sku, 0);
    if (!goods.isFree(sku) || goods.isKit(sku)) {
      return;
    }
    if (there >= units) {
      soldAtTill(sku, units);
      post.movement("tills", "sale", sku, "store", units);
    } else {
      store.merge(sku, 30, Integer::sum);
      post.movement("tills", "receipt", sku, "store", 30);
    }
  }

  void soldAtTill(String sku, int units) {
    store.merge(sku, -units, Integer::sum);
  }

  private void cancel() {
    if (open.isEmpty()) {
      return;
    }
    var order = dice.oneOf(open);
    if (order.isOpen() && isFree(order)) {
      order.cancel(post.now());
      if (order.channel().equals("shop")) {
        var shop = stalls.get(0);
        order.lines().forEach((sku, units) -> shop.change(shop.front(sku), units));
      }
      post.order(order);
      open.remove(order);
    }
  }

  /** What is about to go wrong is left alone; it is sent a little later. */
  private void send(Bought order) {
    if (order.isOpen() && !isFree(order)) {
      agenda.in(HOUR_MILLIS / 4, () -> send(order));
    } else if (order.isOpen()) {
      order.send(post.now());
      post.order(order);
      open.remove(order);
    }
  }

  private boolean isFree(Bought order) {
    return order.lines().keySet().stream().allMatch(goods::isFree);
  }

  /** What a channel lists as open. */
  List<Bought> open(String channel) {
    return open.stream().filter(order -> order.channel().equals(channel)).toList();
  }
}
