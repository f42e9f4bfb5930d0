#include <lingan/engine/rollouts/ensemble_rollouts.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include <lingan/base/error.h>
#include <lingan/base/parallel.h>
#include <lingan/engine/rollouts/ensemble_rows.h>
#include <lingan/engine/rollouts/position_loops.h>
#include <lingan/engine/rollouts/request_checks.h>
#include <lingan/engine/rollouts/row_grain.h>
#include <lingan/engine/rollouts/token_drawer.h>
#include <lingan/engine/rollouts/truncation.h>

namespace lingan::engine {
namespace {

/// Rows whose logits are held together.
constexpr int64_t kTileRows = 8 * kRowBlock;

/// Draws and scores tokens by the mean of the members' probabilities, for the calling thread alone.
class MeanDrawer {
 public:
  /// @param active  must live as long as the drawer.  @param options  of the mean.
  MeanDrawer(EnsembleRows& active, const SamplingOptions& options)
      : active_(active), options_(options) {}

  /// A token for each active row.
  void draw(std::span<const double> uniforms, DrawnToken* drawn) {
    for_tiles([&](int64_t first, int64_t count) {
      compute_means(first, count);
      for (int64_t i = 0; i < count; ++i) {
        distribution_.assign(means_of(i), options_);
        const auto [token, log_probability] = distribution_.pick(uniforms[first + i]);
        drawn[first + i] = {token, log_probability};
      }
    });
  }

  /// ln p of a given token of each active row, at the temperature.
  void log_probabilities(std::span<const int32_t> targets, float* result) {
    for_tiles([&](int64_t first, int64_t count) {
      std::vector<double> values(static_cast<size_t>(count));
      active_.log_means_of(first, targets.subspan(first, count), values.data());
      if (options_.temperature != 1.0) temper(first, values);
      for (int64_t i = 0; i < count; ++i) result[first + i] = static_cast<float>(values[i]);
    });
  }

 private:
  template <class Body>
  void for_tiles(const Body& body) const {
    for (int64_t first = 0; first < active_.count(); first += kTileRows) {
      body(first, std::min(kTileRows, active_.count() - first));
    }
  }

  void compute_means(int64_t first, int64_t count) {
    means_.resize(static_cast<size_t>(count * active_.padded_vocabulary()));
    active_.log_means(first, count, means_.data());
  }
  std::span<const float> means_of(int64_t i) const {
    const auto width = static_cast<size_t>(active_.padded_vocabulary());
    return std::span(means_).subspan(static_cast<size_t>(i) * width, width);
  }

  /// ln p of the mean becomes ln of p^(1/T) over its sum.
  void temper(int64_t first, std::vector<double>& values) {
    compute_means(first, static_cast<int64_t>(values.size()));
    for (size_t i = 0; i < values.size(); ++i) {
      const auto own = means_of(static_cast<int64_t>(i));
      const double top = *std::ranges::max_element(own);
      double sum = 0;
      for (const float mean : own) sum += std::exp((mean - top) / options_.temperature);
      values[i] = (values[i] - top) / options_.temperature - std::log(sum);
    }
  }

  EnsembleRows& active_;
  const SamplingOptions& options_;
  std::vector<float> means_;  // of a tile
  TruncatedDistribution distribution_;
};

}  // namespace

EnsembleRollouts::EnsembleRollouts(std::vector<std::unique_ptr<const Stepper>> members,
                                   const SpecialTokens& specials, double temperature)
    : members_(std::move(members)), specials_(specials), temperature_(temperature) {
  if (members_.empty()) throw UsageError("an ensemble has at least one member");
  const int64_t vocabulary = members_.front()->vocabulary_size();
  for (const auto& member : members_) {
    if (member->vocabulary_size() == vocabulary) continue;
    throw UsageError("the members of an ensemble are of one vocabulary");
  }
  check_specials(specials, vocabulary);
  check_sampling_options({.temperature = temperature});
}

Samples EnsembleRollouts::sample(const SampleRequest& request) const {
  check_request(request, specials_, members_.front()->vocabulary_size());
  check_states(request.initial_states, request.rows, 0);
  SamplingOptions options = request.options;
  options.temperature *= temperature_;
  Samples samples;
  samples.tokens = TokenBatch::filled(request.rows, request.length, specials_.filler());
  samples.log_probabilities.assign(samples.tokens.tokens.size(), 0.0f);
  const int64_t grain = row_grain(*members_.front(), request.rows);
  parallel_for(request.rows, grain, [&](int64_t begin, int64_t end) {
    EnsembleRows active(members_);
    active.add_initial(begin, end - begin, specials_.bos);
    MeanDrawer drawer(active, options);
    const auto draw = [&](std::span<const double> uniforms, DrawnToken* drawn) {
      drawer.draw(uniforms, drawn);
    };
    sample_rows(active, request, specials_.eos, draw, samples);
  });
  return samples;
}

void EnsembleRollouts::complete(const TokenBatch&, const RolloutRequest&,
                                const std::function<void(const Completions&)>&) const {
  throw UsageError("an ensemble completes no prefixes; complete those of one of its members");
}

std::vector<float> EnsembleRollouts::log_probabilities(
    const TokenBatch& sentences, std::span<const float> initial_states) const {
  check_batch(sentences, members_.front()->vocabulary_size());
  check_states(initial_states, sentences.rows, 0);
  const SamplingOptions options{.temperature = temperature_};
  std::vector<float> result(sentences.tokens.size(), 0.0f);
  const int64_t grain = row_grain(*members_.front(), sentences.rows);
  parallel_for(sentences.rows, grain, [&](int64_t begin, int64_t end) {
    EnsembleRows active(members_);
    active.add_initial(begin, end - begin, specials_.bos);
    MeanDrawer drawer(active, options);
    const auto score = [&](std::span<const int32_t> targets, float* of_targets) {
      drawer.log_probabilities(targets, of_targets);
    };
    score_rows(active, sentences, score, result.data());
  });
  return result;
}

}  // namespace lingan::engine
