#include "tools/eval_report.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <lingan/metrics/metric_cards.h>

namespace lingan::tools {

std::string format_metric_table(const std::vector<metrics::MetricValue>& values, bool colour) {
  size_t width = 0;
  for (const auto& value : values) width = std::max(width, value.name.size());
  std::string table;
  for (const auto& value : values) {
    const auto metric = metrics::parse_metric(value.name, metrics::kMaxOrder).front();
    const bool up = metric.card->direction == metrics::Direction::kHigherIsBetter;
    table +=
        fmt::format("{:<{}} {} {:>10.5f}  {}{}{}\n", value.name, width, up ? '^' : 'v', value.value,
                    colour ? "\x1b[2m" : "", metric.card->summary, colour ? "\x1b[0m" : "");
  }
  return table;
}

std::string format_metric_json(const std::vector<metrics::MetricValue>& values) {
  nlohmann::ordered_json object = nlohmann::ordered_json::object();
  for (const auto& value : values) object[value.name] = value.value;
  return object.dump() + "\n";
}

}  // namespace lingan::tools
