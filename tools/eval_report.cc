#include "tools/eval_report.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <lingan/metrics/metric_cards.h>

#include "tools/notices.h"

namespace lingan::tools {
namespace {

char arrow(metrics::Direction direction) {
  switch (direction) {
    case metrics::Direction::kHigherIsBetter:
      return '^';
    case metrics::Direction::kLowerIsBetter:
      return 'v';
    case metrics::Direction::kNeither:
      break;
  }
  return ' ';
}

std::string number(double value) { return std::isnan(value) ? "-" : fmt::format("{:.5f}", value); }

/// A column of numbers.
struct Column {
  std::string title;
  std::vector<std::string> cells = {};  // [values]

  size_t width() const {
    size_t width = title.size();
    for (const auto& cell : cells) width = std::max(width, cell.size());
    return width;
  }
};

/// What stands beside a value, in order: title and cell.
std::vector<std::pair<std::string, std::string>> beside(const metrics::MetricValue& value) {
  std::vector<std::pair<std::string, std::string>> cells;
  if (value.interval) {
    const auto& [low, high, by] = *value.interval;
    cells.emplace_back("95 % interval", by.empty() ? "-" : number(low) + " .. " + number(high));
  }
  if (value.anchors) {
    cells.emplace_back(fmt::format("of {}", value.anchors->hypotheses),
                       number(value.anchors->value));
    cells.emplace_back("real", number(value.anchors->real));
    cells.emplace_back("shuffled", number(value.anchors->shuffled));
  }
  if (value.gap) {
    cells.emplace_back("train", number(value.gap->training));
    cells.emplace_back("gap", number(value.gap->gap()));
  }
  return cells;
}

/// The values, and a column for each title of what stands beside them.
std::vector<Column> columns_of(const std::vector<metrics::MetricValue>& values) {
  std::vector<Column> columns = {{.title = "value"}};
  for (size_t i = 0; i < values.size(); ++i) {
    columns[0].cells.push_back(number(values[i].value));
    for (const auto& [title, cell] : beside(values[i])) {
      auto column = std::ranges::find(columns, title, &Column::title);
      if (column == columns.end()) column = columns.insert(column, {.title = title});
      column->cells.resize(i, "-");
      column->cells.push_back(cell);
    }
  }
  for (Column& column : columns) column.cells.resize(values.size(), "-");
  return columns;
}

}  // namespace

std::string format_metric_table(const std::vector<metrics::MetricValue>& values, bool colour) {
  constexpr size_t kNumber = 10;
  size_t width = 0;
  for (const auto& value : values) width = std::max(width, value.name.size());
  const auto columns = columns_of(values);
  const auto row = [&](auto cell) {
    std::string text;
    for (const Column& column : columns) {
      text += fmt::format(" {:>{}}", cell(column), std::max(kNumber, column.width()));
    }
    return text;
  };
  std::string table;
  if (columns.size() > 1) {
    table = fmt::format("{:{}}{}\n", "", width + 2,
                        row([](const Column& column) { return column.title; }));
  }
  for (size_t i = 0; i < values.size(); ++i) {
    const auto metric = metrics::parse_metric(values[i].name, metrics::kMaxOrder).front();
    table +=
        fmt::format("{:<{}} {}{}  {}{}{}\n", values[i].name, width, arrow(metric.card->direction),
                    row([i](const Column& column) { return column.cells[i]; }),
                    colour ? "\x1b[2m" : "", metric.card->summary, colour ? "\x1b[0m" : "");
  }
  return table;
}

namespace {

using Json = nlohmann::ordered_json;

Json json_of(const metrics::ConfidenceInterval& interval) {
  if (interval.by.empty()) return nullptr;
  return {{"low", interval.low}, {"high", interval.high}, {"by", interval.by}};
}

Json json_of(const metrics::Anchors& anchors) {
  return {{"hypotheses", anchors.hypotheses},
          {"references", anchors.references},
          {"value", anchors.value},
          {"real", anchors.real},
          {"shuffled", anchors.shuffled}};
}

Json json_of(const metrics::GeneralizationGap& gap) {
  return {{"references", gap.references},
          {"train", gap.training},
          {"held_out", gap.held_out},
          {"gap", gap.gap()}};
}

// By name, what was asked for.
void add_yardsticks(const std::vector<metrics::MetricValue>& values, Json& object) {
  Json intervals, anchors, gaps;
  for (const auto& value : values) {
    if (value.interval) intervals[value.name] = json_of(*value.interval);
    if (value.anchors) anchors[value.name] = json_of(*value.anchors);
    if (value.gap) gaps[value.name] = json_of(*value.gap);
  }
  if (!intervals.empty()) object["intervals"] = std::move(intervals);
  if (!anchors.empty()) object["anchors"] = std::move(anchors);
  if (!gaps.empty()) object["gaps"] = std::move(gaps);
}

}  // namespace

std::string format_metric_json(const std::vector<metrics::MetricValue>& values,
                               const std::vector<std::string>& notices) {
  nlohmann::ordered_json object = nlohmann::ordered_json::object();
  nlohmann::ordered_json notes = nlohmann::ordered_json::object();
  nlohmann::ordered_json signatures = nlohmann::ordered_json::object();
  for (const auto& value : values) {
    object[value.name] = value.value;  // NaN becomes null
    if (!value.note.empty()) notes[value.name] = value.note;
    if (!value.signature.empty()) signatures[value.name] = value.signature;
  }
  add_yardsticks(values, object);
  if (!signatures.empty()) object["signatures"] = signatures;
  if (!notes.empty()) object["notes"] = notes;
  return json_report(std::move(object), notices);
}

std::string format_signatures(const std::vector<metrics::MetricValue>& values) {
  std::string text;
  for (const auto& value : values) {
    if (!value.signature.empty()) text += value.name + "|" + value.signature + "\n";
  }
  return text;
}

std::string format_metric_notes(const std::vector<metrics::MetricValue>& values) {
  std::vector<std::string> notes;
  std::map<std::string, std::string> names;
  for (const auto& value : values) {
    if (value.note.empty()) continue;
    if (!names.contains(value.note)) notes.push_back(value.note);
    names[value.note] += (names[value.note].empty() ? "" : ", ") + value.name;
  }
  std::string text;
  for (const std::string& note : notes) text += "lingan: " + names[note] + ": " + note + "\n";
  return text;
}

}  // namespace lingan::tools
