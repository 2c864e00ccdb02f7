// The books of the last day, and what was never heard. Read again every ten seconds.
const ENDS = ["applied", "duplicate", "ignored", "parked"];
const byId = (id) => document.getElementById(id);
const when = (iso) => iso.slice(0, 16).replace("T", " ");

function row(cells) {
  const tr = document.createElement("tr");
  for (const cell of cells) {
    const td = document.createElement("td");
    td.textContent = typeof cell === "number" ? cell.toLocaleString("en-GB") : cell;
    if (typeof cell === "number") td.className = "num";
    tr.append(td);
  }
  return tr;
}

function hours(lines) {
  const hours = new Map();
  for (const line of lines) {
    const key = line.hour + " " + line.channel;
    const hour = hours.get(key) ?? { hour: line.hour, channel: line.channel, sums: {}, details: [] };
    hour.sums[line.account] = (hour.sums[line.account] ?? 0) + line.messages;
    if (line.detail && (line.account === "ignored" || line.account === "parked")) {
      hour.details.push(`${line.detail} ${line.messages}`);
    }
    hours.set(key, hour);
  }
  return [...hours.values()].reverse();
}

function showBooks({ lines, imbalances }) {
  const all = hours(lines);
  byId("lines").replaceChildren(...all.map(({ hour, channel, sums, details }) => {
    const received = sums.received ?? 0;
    const ends = ENDS.map((end) => sums[end] ?? 0);
    return row([when(hour), channel, received, ...ends, received - ends.reduce((a, b) => a + b, 0), details.join(", ")]);
  }));
  byId("no-lines").hidden = all.length > 0;
  const balance = byId("balance");
  balance.dataset.state = imbalances.length ? "off" : "even";
  balance.textContent = imbalances.length
    ? imbalances.map((i) => `${i.channel}, ${when(i.hour)}: the books say ${i.booked} ${i.state}, and ${i.kept} are.`).join(" ")
    : "The books and the messages say the same.";
}

function showGaps({ gaps }) {
  byId("gaps").replaceChildren(...gaps.map((g) =>
    row([g.channel, g.name, g.scope, g.first === g.last ? `${g.first}` : `${g.first} to ${g.last}`, when(g.since)])));
  byId("no-gaps").hidden = gaps.length > 0;
}

async function read(path, show) {
  const answer = await fetch(path, { headers: { Accept: "application/json" } });
  if (answer.ok) show(await answer.json());
  else if (answer.status === 401) location.assign("/");
}

async function look() {
  try {
    await Promise.all([read("/api/books", showBooks), read("/api/gaps", showGaps)]);
  } catch {
    byId("balance").textContent = "The hub does not answer; asking again.";
  }
}

await look();
setInterval(look, 10_000);
