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

}  // namespace

std::string format_metric_table(const std::vector<metrics::MetricValue>& values, bool colour) {
  size_t width = 0;
  for (const auto& value : values) width = std::max(width, value.name.size());
  std::string table;
  for (const auto& value : values) {
    const std::string number = std::isnan(value.value) ? "-" : fmt::format("{:.5f}", value.value);
    const auto metric = metrics::parse_metric(value.name, metrics::kMaxOrder).front();
    table +=
        fmt::format("{:<{}} {} {:>10}  {}{}{}\n", value.name, width, arrow(metric.card->direction),
                    number, colour ? "\x1b[2m" : "", metric.card->summary, colour ? "\x1b[0m" : "");
  }
  return table;
}

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
