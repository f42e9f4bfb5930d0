#include "tools/verdict_report.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "tools/dominance_text.h"
#include "tools/gain_text.h"
#include "tools/text_table.h"
#include "tools/verdict_text.h"

namespace lingan::tools {
namespace {

using Json = nlohmann::ordered_json;
using Row = std::vector<std::string>;

constexpr size_t kWidth = 100;
constexpr size_t kOver = 4;  // columns about a control, or about a start

std::string tokens(double mean) { return std::isfinite(mean) ? fmt::format("{:.1f}", mean) : "-"; }

void fill(Row& row, size_t at, const Gain& gain) {
  row[at] = std::isfinite(gain.mean) ? fmt::format("{:+.4f}", gain.mean) : "-";
  row[at + 1] = row[at + 2] = "-";
  if (gain.statistics) {
    const auto& [low, high] = gain.statistics->interval;
    row[at + 1] = fmt::format("{:+.4f}..{:+.4f}", low, high);
    row[at + 2] = fmt::format("{:.2g}", gain.statistics->p_holm);
  }
  row[at + 3] = outcome_name(gain.outcome);
  const Lengths lengths = lengths_of(gain);
  if (!std::isfinite(lengths.own)) return;
  std::string& cell = row.back();
  if (cell.empty()) cell = tokens(lengths.own);
  cell += "/" + tokens(lengths.other);
}

/// A row for the recipe and pair of a gain, below that of column names.
Row& add_row(std::vector<Row>& rows, const Gain& gain) {
  Row& row = rows.emplace_back(rows[1].size());
  row[0] = gain.recipe;
  row[1] = gain.pair.quality;
  if (!gain.pair.diversity.empty()) row[1] += fmt::format(" ({})", gain.pair.diversity);
  return row;
}

/// Two rows of column names: of gains over the control, if there is any, and over the start.
std::vector<Row> names_of_columns(bool has_controls) {
  const Row gain = {"gain", "95 % interval", "p", ""};
  Row over = {"", "", "over the start", "", "", "", ""}, names = {"recipe", "by (at equal)"};
  if (has_controls) {
    over.insert(over.begin() + 2, {"over the control", "", "", ""});
    names.insert(names.end(), gain.begin(), gain.end());
  }
  names.insert(names.end(), gain.begin(), gain.end());
  names.emplace_back("tokens");
  return {over, names};
}

/// What the recipes gained.
std::vector<Row> rows_of(const Verdict& verdict) {
  const bool has_controls = judges_controls(verdict);
  std::vector<Row> rows = names_of_columns(has_controls);
  const Gain* before = nullptr;
  for (const Gain& gain : verdict.gains) {
    if (before == nullptr || before->recipe != gain.recipe ||
        before->pair.quality != gain.pair.quality) {
      add_row(rows, gain);
    }
    fill(rows.back(), gain.against == RunRole::kControl || !has_controls ? 2 : 2 + kOver, gain);
    before = &gain;
  }
  return rows;
}

/// What their discriminators could teach.
std::vector<Row> resampled_rows(const Verdict& verdict) {
  std::vector<Row> rows = {
      {"what the discriminator could teach: the gain over the start of its sentences resampled"},
      {"recipe", "by (at equal)", "gain", "95 % interval", "p", "", "carried", "tokens"}};
  for (const Gain& gain : verdict.resampled.gains) {
    Row& row = add_row(rows, gain);
    fill(row, 2, gain);
    const double share = carried_share(verdict, gain);
    row[6] = std::isnan(share) ? "-" : fmt::format("{:.0f} %", 100 * share);
  }
  return rows;
}

std::string aligned(const std::vector<Row>& rows) {
  std::vector<size_t> widths(rows[1].size());
  for (size_t row = 1; row < rows.size(); ++row) {  // the first spans columns
    for (size_t i = 0; i < widths.size(); ++i) widths[i] = std::max(widths[i], rows[row][i].size());
  }
  std::string text;
  for (const Row& row : rows) {
    std::string line;
    size_t end = 0;
    for (size_t i = 0; i < row.size(); ++i) {
      line.resize(std::max(line.size(), end), ' ');
      line += row[i];
      end += widths[i] + 2;
    }
    text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  }
  return text;
}

Json as_json(const std::optional<CurvePoint>& point, const Gain& gain, Sweep sweep) {
  if (!point) return nullptr;
  Json json = {{name_of(sweep), point->swept}, {"quality", point->quality}};
  json["diversity"] = !gain.pair.diversity.empty() ? Json(point->diversity) : Json(nullptr);
  return json;
}

Json as_json(const metrics::Interval& interval) { return {interval.low, interval.high}; }

Json seeds_json(const Gain& gain, Sweep sweep) {
  Json seeds = Json::array();
  for (const SeedGain& seed : gain.seeds) {
    seeds.push_back({{"seed", seed.seed},
                     {"gain", seed.gain},
                     {"own", as_json(seed.own, gain, sweep)},
                     {"other", as_json(seed.other, gain, sweep)},
                     {"own-tokens", seed.own_tokens},
                     {"other-tokens", seed.other_tokens},
                     {"at-an-end", seed.at_an_end}});
    if (!seed.why_not.empty()) seeds.back()["why-not"] = seed.why_not;
  }
  return seeds;
}

Json statistics_json(const GainStatistics& statistics) {
  return {{"deviation", statistics.deviation},
          {"interval", as_json(statistics.interval)},
          {"interquartile-mean", statistics.interquartile_mean},
          {"interquartile-interval", as_json(statistics.interquartile_interval)},
          {"effect-size", statistics.effect_size},
          {"probability-of-improvement", statistics.probability_of_improvement},
          {"p-sign-flip", statistics.sign_flip_p},
          {"p-t", statistics.t_p},
          {"p-holm", statistics.p_holm}};
}

Json dominance_json(const std::vector<DominanceRange>& ranges) {
  constexpr std::array<std::string_view, 3> kNames = {"above", "below", "neither"};
  Json json = Json::array();
  for (const DominanceRange& range : ranges) {
    json.push_back({{"from", range.from},
                    {"to", range.to},
                    {"standing", kNames[static_cast<size_t>(range.standing)]}});
  }
  return json;
}

Json as_json(const Gain& gain, Sweep sweep) {
  Json json = {
      {"recipe", gain.recipe}, {"over", name_of(gain.against)}, {"quality", gain.pair.quality}};
  json["diversity"] = gain.pair.diversity.empty() ? Json(nullptr) : Json(gain.pair.diversity);
  json["outcome"] = outcome_name(gain.outcome);
  json["mean"] = gain.mean;
  if (gain.statistics) json.update(statistics_json(*gain.statistics));
  json["seeds"] = seeds_json(gain, sweep);
  if (!gain.pair.diversity.empty()) json["frontier"] = dominance_json(gain.dominance);
  return json;
}

std::string_view key_of(SeedTest test) {
  return test == SeedTest::kSignFlip ? "sign-flip" : "paired-t";
}

Json resampled_json(const Verdict& verdict) {
  Json gains = Json::array();
  for (const Gain& gain : verdict.resampled.gains) {
    gains.push_back(as_json(gain, verdict.sweep));
    gains.back().erase("frontier");  // of one point
    gains.back()["carried"] = carried_share(verdict, gain);
  }
  return {{"test", key_of(verdict.resampled.test)},
          {"judged", verdict.resampled.judged},
          {"gains", gains}};
}

}  // namespace

std::string format_verdict(const Verdict& verdict) {
  std::string text;
  if (!verdict.gains.empty()) {
    text = "gain in quality at equal diversity, mean over seeds; above 0 is better\n" +
           aligned(rows_of(verdict)) +
           "interval of each gain alone, p corrected for all of them; tokens: in a sentence of the "
           "recipe / " +
           (judges_controls(verdict) ? "the control / " : "") + "the start\n\n";
    if (!verdict.resampled.gains.empty()) {
      text += aligned(resampled_rows(verdict)) +
              "resampled by the discriminator's odds, p corrected for these alone; carried: the "
              "recipe's gain over the start by it\n\n";
    }
    const std::string frontiers = dominance_text(verdict);
    if (!frontiers.empty()) text += frontiers + "\n";
  }
  const std::string words = verdict_text(verdict);
  if (words.empty()) return text;
  for (const std::string& line : wrap(words, kWidth)) text += line + "\n";
  return text;
}

nlohmann::ordered_json verdict_json(const Verdict& verdict) {
  Json gains = Json::array();
  for (const Gain& gain : verdict.gains) gains.push_back(as_json(gain, verdict.sweep));
  return {{"text", verdict_text(verdict)},
          {"seeds", verdict.seeds},
          {"swept", name_of(verdict.sweep)},
          {"test", key_of(verdict.test)},
          {"significance", kSignificance},
          {"least-p-sign-flip", verdict.least_sign_flip_p},
          {"judged", verdict.judged},
          {"gains", gains},
          {"resampled", resampled_json(verdict)},
          {"without-gain", verdict.alone}};
}

}  // namespace lingan::tools
