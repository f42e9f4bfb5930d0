#include <gtest/gtest.h>

#include <lingan/gan/strategies/embedding.h>
#include <lingan/gan/strategies/embedding_estimator_cards.h>
#include <lingan/gan/strategies/gumbel_estimator_cards.h>
#include <lingan/gan/strategies/gumbel_softmax.h>

#include "tests/gan/toy.h"
#include "tests/model/device_networks.h"

namespace lingan::relaxed_sentences_test {
namespace {

using namespace lingan::testing;

struct Kind {
  const char* name;  // of the estimator
  const char* strategy;
  OptionSet options;
  Networks networks = {};

  std::unique_ptr<Strategy> make() const { return make_strategy(strategy, options); }
  World world(SpecialTokens specials = {}, const std::string& objective = "non-saturating") const {
    return make_world(specials, 0.0, objective, networks);
  }
};

/// Every estimator of gumbel-softmax, with this inverse temperature throughout.
std::vector<Kind> gumbel_kinds(double beta) {
  std::vector<Kind> all;
  for (const GumbelEstimatorCard& estimator : gumbel_estimators()) {
    if (!estimator.draws_noise) continue;
    for (const bool feed_hard : {true, false}) {
      OptionSet options;
      options.get<GumbelSoftmaxOptions>() = {std::string(estimator.name), "constant", beta,
                                             feed_hard};
      options.get<GumbelSoftmaxOptions>().schedule_start = beta;
      all.push_back({estimator.name.data(), "gumbel-softmax", options});
    }
  }
  return all;
}

/// Those of both pathwise strategies.
std::vector<Kind> kinds(double beta) {
  std::vector<Kind> all = gumbel_kinds(beta);
  for (const EmbeddingEstimatorCard& estimator : embedding_estimators()) {
    OptionSet options;
    options.get<EmbeddingOptions>() = {std::string(estimator.name), "constant", beta};
    all.push_back({estimator.name.data(),
                   "embedding",
                   options,
                   {std::string(estimator.output), "cosine", 3}});
  }
  return all;
}

/// The rows or vectors that D is shown.
torch::Tensor shown_by(const Sentences& fakes) {
  return fakes.one_hot.defined() ? fakes.one_hot : fakes.vectors;
}

TEST(RelaxedSentences, AreDistributionsThatEndInPads) {
  World world = make_world({}, 0.0);
  StepContext context = world.context(0, 8);
  for (const Kind& kind : gumbel_kinds(3)) {
    const Sentences fakes = kind.make()->fakes_for_discriminator(context, 64, 0);
    EXPECT_FALSE(fakes.one_hot.requires_grad());
    EXPECT_TRUE(torch::allclose(fakes.one_hot.sum(2), torch::ones({64, 3}), 1e-4, 1e-5));
    const auto after_end = torch::arange(3).unsqueeze(0) >= fakes.lengths.unsqueeze(1);
    EXPECT_GT(after_end.sum().item<int64_t>(), 0) << kind.name;
    EXPECT_TRUE(torch::equal(fakes.one_hot.select(2, 0) == 1, after_end)) << kind.name;
  }
}

/// Each is what the generator of its label gives for its row.
TEST(RelaxedSentences, AreThoseOfTheLabelsThatAreDrawn) {
  World world = make_world({}, 0.0);
  GeneratorOptions options = world.generator->options();
  options.labels = "condition";
  options.label_sentences = {3, 2};
  world.generator = make_generator(options, {3, Purpose::kInitialize, 0});
  world.generator->to(compute_device());
  StepContext context = world.context(2, 8);
  const auto strategy = gumbel_kinds(3).front().make();
  const Sentences fakes = strategy->fakes_for_discriminator(context, 40, 7);
  EXPECT_GT(fakes.labels.sum().item<int64_t>(), 0) << "both labels are drawn";
  EXPECT_LT(fakes.labels.sum().item<int64_t>(), 40);
  const auto told = world.generator;
  for (const int64_t label : {0, 1}) {
    world.generator = std::const_pointer_cast<Generator>(told->of_label(label));
    StepContext own = world.context(2, 8);
    const Sentences expected = strategy->fakes_for_discriminator(own, 40, 7);
    const auto rows = (fakes.labels == label).nonzero().squeeze(1);
    EXPECT_TRUE(torch::allclose(fakes.one_hot.index_select(0, rows),
                                expected.one_hot.index_select(0, rows), 1e-5, 1e-6));
  }
}

/// Each is what comes of its source alone, and is the same whatever else may be drawn.
TEST(RelaxedSentences, AreThoseOfTheSourcesThatAreDrawn) {
  World world = make_world({}, 0.0);
  GeneratorOptions options = world.generator->options();
  options.source = "encoder";
  const TokenBatch sentences{3, 2, {3, 2, 2, 0, 4, 3}, {2, 1, 2}};
  options.sources =
      std::make_shared<SourceTable>(SourceTable{.sentences = sentences, .sampled = {0, 2}});
  world.generator = make_generator(options, {3, Purpose::kInitialize, 0});
  world.generator->to(compute_device());
  StepContext context = world.context(2, 8);
  const auto strategy = gumbel_kinds(3).front().make();
  const Sentences fakes = strategy->fakes_for_discriminator(context, 40, 7);
  for (const int32_t source : {0, 2}) {
    world.generator->set_sources(
        std::make_shared<SourceTable>(SourceTable{.sentences = sentences, .sampled = {source}}));
    const Sentences expected = strategy->fakes_for_discriminator(context, 40, 7);
    const auto rows = (fakes.labels == source).nonzero().squeeze(1);
    EXPECT_GT(rows.size(0), 0) << source;
    EXPECT_TRUE(torch::allclose(fakes.one_hot.index_select(0, rows),
                                expected.one_hot.index_select(0, rows), 1e-5, 1e-6));
  }
  EXPECT_EQ((fakes.labels == 1).sum().item<int64_t>(), 0) << "is not sampled";
}

TEST(RelaxedSentences, AreTheSameWhateverTheBatch) {
  for (const Kind& kind : kinds(3)) {
    World world = kind.world();
    StepContext context = world.context(2, 8);
    const auto strategy = kind.make();
    const auto whole = shown_by(strategy->fakes_for_discriminator(context, 12, 7));
    const auto tail = shown_by(strategy->fakes_for_discriminator(context, 4, 15));
    EXPECT_TRUE(torch::allclose(whole.narrow(0, 8, 4), tail, 1e-4, 1e-5)) << kind.name;
  }
}

/// Chi-squared of the argmax sentences against the generator's exact probabilities.
double chi_squared(World& world, const torch::Tensor& one_hot, int64_t& cells) {
  const torch::NoGradGuard no_gradient;
  const TokenBatch all = enumerate(world);
  const auto expected = log_probability(world, all).exp() * one_hot.size(0);
  const auto drawn = one_hot.argmax(2);
  const auto known = to_sentences(all).tokens;
  const auto counts = (drawn.unsqueeze(1) == known.unsqueeze(0)).all(2).sum(0).to(torch::kFloat32);
  EXPECT_EQ(counts.sum().item<double>(), static_cast<double>(one_hot.size(0)));
  cells = all.rows;
  return ((counts - expected).square() / expected).sum().item<double>();
}

TEST(RelaxedSentences, AreDrawnFromTheDistributionOfTheGeneratorWhenSharp) {
  for (const SpecialTokens specials : {SpecialTokens{}, kNoEos}) {
    World world = make_world(specials, 0.0);
    StepContext context = world.context(0, 8);
    for (const Kind& kind : gumbel_kinds(1000)) {
      const auto fakes = kind.make()->fakes_for_discriminator(context, 6000, 0);
      int64_t cells = 0;
      const double statistic = chi_squared(world, fakes.one_hot, cells);
      const auto freedom = static_cast<double>(cells - 1);
      EXPECT_LT(statistic, freedom + 4 * std::sqrt(2 * freedom)) << kind.name;
    }
  }
}

TEST(RelaxedSentences, HaveTheGradientOfFiniteDifferencesWhereTheyAreSoft) {
  for (const char* objective : {"non-saturating", "relativistic", "mmd"}) {
    for (const Kind& kind : kinds(1.5)) {
      const bool soft = std::string(kind.name).starts_with("soft");
      if (!soft) continue;  // a straight-through gradient is not that of its loss
      World world = kind.world({}, objective);
      world.generator->to(torch::kFloat64);
      world.discriminator->to(torch::kFloat64);
      // The loss also moves with the table that D reads, which takes no gradient.
      if (kind.networks.latent_width > 0) {
        world.discriminator->share_embeddings(world.generator->embeddings().clone());
      }
      StepContext context = world.context(0, 6);
      const auto strategy = kind.make();
      strategy->update_generator(context);
      const auto gradient = gradients(*world.generator);
      int64_t offset = 0;
      for (const auto& weight : world.generator->parameters()) {
        const auto flat = weight.detach().view({-1});
        for (int64_t index = 0; index < flat.numel(); index += 11) {
          constexpr double kStep = 1e-5;
          const double kept = flat[index].item<double>();
          flat[index] = kept + kStep;
          const double above = strategy->update_generator(context).loss.item<double>();
          flat[index] = kept - kStep;
          const double below = strategy->update_generator(context).loss.item<double>();
          flat[index] = kept;
          EXPECT_NEAR(gradient[offset + index].item<double>(), (above - below) / (2 * kStep), 1e-6)
              << kind.name << " " << objective;
        }
        offset += flat.numel();
      }
    }
  }
}

TEST(RelaxedSentences, StraightThroughShowsHardRowsAndKeepsAGradient) {
  World world = make_world({}, 0.0);
  for (const Kind& kind : gumbel_kinds(2)) {
    if (std::string(kind.name).starts_with("soft")) continue;
    StepContext context = world.context(0, 8);
    const auto strategy = kind.make();
    const auto shown = strategy->fakes_for_discriminator(context, 32, 0).one_hot;
    EXPECT_TRUE(torch::allclose(shown.amax(2), torch::ones({32, 3}), 1e-5, 1e-5)) << kind.name;
    strategy->update_generator(context);
    EXPECT_GT(gradients(*world.generator).norm().item<double>(), 1e-4) << kind.name;
  }
}

template <class Place>
class DeviceRelaxationTest : public DeviceNetworksTest<Place> {};
TYPED_TEST_SUITE(DeviceRelaxationTest, Places, PlaceNames);

TYPED_TEST(DeviceRelaxationTest, TakesTheStepsOfTheCpu) {
  for (const SpecialTokens specials : {SpecialTokens{}, kNoEos}) {
    for (const Kind& kind : kinds(3)) {
      const auto gradient = [&] {
        World world = kind.world(specials);
        world.discriminator->to(compute_device());
        StepContext context = world.context(0, 8);
        kind.make()->update_generator(context);
        return gradients(*world.generator).to(torch::kCPU);
      };
      ASSERT_EQ(TypeParam::use(), "");
      const auto actual = gradient();
      use_device(Device::kCpu);
      const auto expected = gradient();
      // cuDNN's LSTM may multiply in TF32.
      EXPECT_LT((actual - expected).norm().template item<double>(),
                1e-2 * expected.norm().template item<double>())
          << kind.name;
    }
  }
}

}  // namespace
}  // namespace lingan::relaxed_sentences_test
