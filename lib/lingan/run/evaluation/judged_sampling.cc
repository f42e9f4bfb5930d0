#include <lingan/run/evaluation/judged_sampling.h>

#include <algorithm>
#include <cmath>
#include <span>

#include <fmt/format.h>

#include <lingan/base/card.h>
#include <lingan/base/error.h>
#include <lingan/base/interrupt.h>
#include <lingan/base/random_permutation.h>

namespace lingan {
namespace {

constexpr int64_t kTaken = kJudgedPool / 10;         // of a pool, by resampling
constexpr int64_t kAboveBound = kJudgedPool / 1000;  // of the first pool, above its 99.9 % quantile

JudgedSamples draw_pool(const engine::Rollouts& rollouts, const engine::SampleRequest& draws,
                        const JudgedRequest& request) {
  JudgedSamples pool{rollouts.sample(draws)};
  pool.log_odds = request.log_odds(pool.tokens);
  if (!std::ranges::all_of(pool.log_odds, [](double f) { return std::isfinite(f); })) {
    throw NumericError("the discriminator's output for a sentence is not finite");
  }
  return pool;
}

JudgedSamples rows_of(const JudgedSamples& pool, std::span<const int64_t> rows) {
  JudgedSamples some;
  some.tokens = select_rows(pool.tokens, rows);
  const int64_t width = pool.tokens.width;
  for (const int64_t row : rows) {
    const auto first = pool.log_probabilities.begin() + row * width;
    some.log_probabilities.insert(some.log_probabilities.end(), first, first + width);
    some.log_odds.push_back(pool.log_odds[static_cast<size_t>(row)]);
  }
  return some;
}

/// ln M of the first pool.
double log_bound(std::vector<double> log_odds) {
  const auto place = log_odds.end() - kAboveBound - 1;
  std::nth_element(log_odds.begin(), place, log_odds.end());
  return *place;
}

/// The rows of a pool that are accepted.
/// @param stream  a uniform number for every row of all pools.
std::vector<int64_t> accepted_rows(const JudgedSamples& pool, double log_bound,
                                   const RandomStream& stream, uint64_t first_row) {
  std::vector<int64_t> rows;
  for (size_t row = 0; row < pool.log_odds.size(); ++row) {
    const double uniform = stream.uniform(first_row + row, 0);
    if (std::log(uniform) < pool.log_odds[row] - log_bound) {
      rows.push_back(static_cast<int64_t>(row));
    }
  }
  return rows;
}

/// e^f over the largest of a pool.
std::vector<double> relative_odds(const std::vector<double>& log_odds) {
  const double largest = std::ranges::max(log_odds);
  std::vector<double> odds;
  odds.reserve(log_odds.size());
  for (const double f : log_odds) odds.push_back(std::exp(f - largest));
  return odds;
}

double effective_size(const std::vector<double>& odds) {
  double sum = 0, squares = 0;
  for (const double w : odds) {
    sum += w;
    squares += w * w;
  }
  return sum * sum / squares;
}

/// kTaken rows: those in which the points (offset + i) / kTaken of all odds together lie.
std::vector<int64_t> systematic_rows(const std::vector<double>& odds, double offset) {
  double sum = 0;
  for (const double w : odds) sum += w;
  std::vector<int64_t> rows;
  double until = 0;
  int64_t last = 0;
  const auto next = [&] { return (offset + static_cast<double>(rows.size())) * sum / kTaken; };
  for (size_t row = 0; row < odds.size(); ++row) {
    if (odds[row] > 0) last = static_cast<int64_t>(row);
    until += odds[row];
    while (std::ssize(rows) < kTaken && next() < until) rows.push_back(static_cast<int64_t>(row));
  }
  rows.resize(kTaken, last);  // rounding may leave the last point after the sum
  return rows;
}

/// In an order that says nothing: the first of them are then chosen in proportion to the odds, too.
std::vector<int64_t> shuffled(const std::vector<int64_t>& rows, const RandomStream& stream) {
  const RandomPermutation places(rows.size(), stream);
  std::vector<int64_t> mixed;
  for (size_t i = 0; i < rows.size(); ++i) mixed.push_back(rows[places.at(i)]);
  return mixed;
}

}  // namespace

Judging judging_named(std::string_view name) {
  const auto entry = std::ranges::find(kJudgings, name);
  if (entry == kJudgings.end()) refuse_name("judge", name, {{"reject", "resample"}});
  return static_cast<Judging>(entry - kJudgings.begin());
}

std::string describe(const JudgingReport& report) {
  const std::string_view name = kJudgings[static_cast<size_t>(report.judging)];
  if (report.drawn == 0) {
    return fmt::format("`judge` {}: no sentence was asked for, and none was drawn", name);
  }
  if (report.judging == Judging::kReject) {
    const auto drawn = static_cast<double>(report.drawn);
    return fmt::format("`judge` reject: {} of {} sentences accepted, {:.2f} %", report.accepted,
                       report.drawn, 100.0 * static_cast<double>(report.accepted) / drawn);
  }
  return fmt::format(
      "`judge` resample: {} of every {} sentences taken, whose effective sample size is {:.0f}{}",
      kTaken, kJudgedPool, report.effective_size,
      report.effective_size < kTaken ? "; some are taken more than once" : "");
}

JudgingReport sample_judged(const engine::Rollouts& rollouts, engine::SampleRequest draws,
                            const JudgedRequest& request,
                            const std::function<void(const JudgedSamples&)>& consumer) {
  const RandomStream& own = draws.stream;
  const RandomStream choices{own.seed, own.purpose, own.step + 1};
  JudgingReport report{.judging = request.judging};
  double bound = 0, effective_sizes = 0;
  draws.rows = kJudgedPool;
  for (int64_t done = 0, pools = 0; done < request.sentences; ++pools) {
    throw_if_interrupted();
    draws.first_row = static_cast<uint64_t>(report.drawn);
    const JudgedSamples pool = draw_pool(rollouts, draws, request);
    report.drawn += kJudgedPool;
    std::vector<int64_t> rows;
    if (request.judging == Judging::kReject) {
      if (pools == 0) bound = log_bound(pool.log_odds);
      rows = accepted_rows(pool, bound, choices, draws.first_row);
      report.accepted += std::ssize(rows);
    } else {
      const std::vector<double> odds = relative_odds(pool.log_odds);
      effective_sizes += effective_size(odds);
      report.effective_size = effective_sizes / static_cast<double>(pools + 1);
      const auto number = static_cast<uint64_t>(pools);
      rows = shuffled(systematic_rows(odds, choices.uniform(number, 0)),
                      {own.seed, Purpose::kShuffle, static_cast<uint32_t>(number)});
    }
    if (std::ssize(rows) > request.sentences - done) {
      rows.resize(static_cast<size_t>(request.sentences - done));
    }
    done += std::ssize(rows);
    consumer(rows_of(pool, rows));
  }
  return report;
}

}  // namespace lingan
