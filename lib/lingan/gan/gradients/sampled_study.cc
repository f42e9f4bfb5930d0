#include <lingan/gan/gradients/sampled_study.h>

#include <algorithm>
#include <chrono>
#include <optional>

#include <lingan/base/error.h>
#include <lingan/base/interrupt.h>
#include <lingan/base/progress.h>
#include <lingan/gan/gradients/estimate_blocks.h>
#include <lingan/gan/gradients/gradient_sections.h>
#include <lingan/gan/recipe/idle_keys.h>
#include <lingan/gan/recipe/incomplete_text.h>
#include <lingan/gan/recipe/source_use.h>
#include <lingan/gan/strategies/strategy_cards.h>
#include <lingan/gradients/sweep.h>
#include <lingan/model/generators/generator_cards.h>

namespace lingan {
namespace {

using gradients::EstimatorSettings;
using Clock = std::chrono::steady_clock;

/// Numbers of the reference's estimates, which draw apart from those that are compared with it.
constexpr int64_t kReferenceNumbers = int64_t{1} << 31;
/// Of an estimate that is made before the clock runs.
constexpr int64_t kWarmUp = kReferenceNumbers - 1;

int64_t whole_blocks(int64_t count) { return (count + kBlocks - 1) / kBlocks * kBlocks; }

/// An estimator with settings that can be made.
struct Measured {
  const SampledEstimatorCard* card;
  EstimatorSettings settings;
  std::string note;
};

std::vector<Measured> all_measured(const gradients::StudyOptions& sweep) {
  std::vector<Measured> all;
  for (const SampledEstimatorCard* card : chosen_sampled_estimators(sweep)) {
    for (const EstimatorSettings& settings : gradients::sweep(*card, sweep)) {
      all.push_back({card, settings, why_not_sampled(*card, settings)});
    }
  }
  return all;
}

/// Makes estimates and keeps their blocks.
class Measurement {
 public:
  Measurement(const EstimateSource& source, const SampledStudyOptions& options)
      : source_(source),
        sweep_(options.sweep),
        sections_(source.context.generator, source.context.length) {
    if (sweep_.samples.empty()) sweep_.samples = {source.context.batch_size};
    measured_ = all_measured(sweep_);
    reference_batch_ = std::max<int64_t>(source.context.batch_size, 2);
    reference_estimates_ =
        whole_blocks((options.reference + reference_batch_ - 1) / reference_batch_);
    estimates_ = whole_blocks(options.estimates);
  }

  SampledStudy study() {
    const auto kept =
        std::ranges::count_if(measured_, [](const auto& m) { return m.note.empty(); });
    Progress progress("measuring", reference_estimates_ + kept * estimates_, "estimates");
    progress_ = &progress;
    SampledStudy study = measure_reference();
    for (const Measured& measured : measured_) study.estimators.push_back(measure(measured));
    return study;
  }

 private:
  SampledStudy measure_reference() {
    const auto& card = find_card(sampled_estimators(), "leave-one-out", "estimator");
    const auto estimate = make_sampled_estimate(card, {.samples = reference_batch_}, source_);
    reference_.emplace(sections_);
    SampledStudy study{.reference_sentences = reference_batch_ * reference_estimates_};
    for (int64_t i = 0; i < reference_estimates_; ++i) {
      estimate->make(kReferenceNumbers + i);
      study.reward += estimate->reward() / static_cast<double>(reference_estimates_);
      keep(*estimate, *reference_);
    }
    const auto products = reference_->products(*reference_);
    study.reference_norm = reference_norm(sum_of(std::span(products).first(kWeightGroups.size())));
    for (size_t section = 0; section < products.size(); ++section) {
      auto& norms = section < kWeightGroups.size() ? study.norm_by_group : study.norm_by_position;
      norms.push_back(reference_norm(products[section]));
    }
    return study;
  }

  SampledQuality measure(const Measured& measured) {
    SampledQuality quality{
        .card = measured.card, .settings = measured.settings, .note = measured.note};
    if (!quality.note.empty()) return quality;
    const auto estimate = make_sampled_estimate(*measured.card, measured.settings, source_);
    estimate->make(kWarmUp);
    EstimateBlocks blocks(sections_);
    const auto count = static_cast<double>(estimates_);
    for (int64_t i = 0; i < estimates_; ++i) {
      const auto start = Clock::now();
      const EstimateCost cost = estimate->make(i);
      quality.seconds += std::chrono::duration<double>(Clock::now() - start).count() / count;
      quality.reward_calls += cost.reward_calls / count;
      quality.tokens += cost.tokens / count;
      keep(*estimate, blocks);
    }
    quality.estimates = estimates_;
    put_moments(blocks.products(*reference_), quality);
    return quality;
  }

  static void put_moments(const std::vector<BlockProducts>& products, SampledQuality& quality) {
    quality.moments = sampled_moments(sum_of(std::span(products).first(kWeightGroups.size())));
    for (size_t section = 0; section < products.size(); ++section) {
      auto& moments = section < kWeightGroups.size() ? quality.by_group : quality.by_position;
      moments.push_back(sampled_moments(products[section]));
    }
  }

  void keep(const SampledEstimate& estimate, EstimateBlocks& blocks) {
    throw_if_interrupted();
    blocks.add(sections_.row(estimate.by_position()));
    progress_->update(++done_);
  }

  const EstimateSource& source_;
  gradients::StudyOptions sweep_;
  GradientSections sections_;
  std::vector<Measured> measured_;
  int64_t reference_batch_ = 0;  // sentences
  int64_t reference_estimates_ = 0;
  int64_t estimates_ = 0;  // of each estimator
  std::optional<EstimateBlocks> reference_;
  Progress* progress_ = nullptr;
  int64_t done_ = 0;
};

}  // namespace

std::string why_not_studied(const Recipe& recipe) {
  const auto* strategy = card_named(strategies(), recipe.strategy);
  if (strategy == nullptr || !strategy->traits.has_discriminator) return "has no discriminator";
  if (why_no_own_reward(recipe).empty()) return "takes a reward of your own beside D's";
  if (recipe.generator.labels != "none") return "has labels, each with rewards of its own";
  if (reads_sources(recipe)) return "has a generator that reads sources";
  if (missing_share(recipe) > 0) return "has a discriminator of sentences that lack words";
  if (judges_tokens(recipe.discriminator)) return "has a discriminator that judges tokens";
  if (judges_by_batch(recipe.discriminator)) return "has a discriminator that judges batches";
  if (!has_likelihood(recipe.generator)) return "has a generator whose tokens have no probability";
  return recipe.generator.latent_width > 0 ? "has a generator with a latent code" : "";
}

SampledStudy sampled_study(const EstimateSource& source, const SampledStudyOptions& options) {
  return Measurement(source, options).study();
}

}  // namespace lingan
