#include <lingan/gan/objectives/mutual_information.h>

#include <cmath>

#include <gtest/gtest.h>

#include "tests/gan/objectives/class_table.h"
#include "tests/gan/objectives/losses.h"
#include "tests/model/finite_differences.h"

namespace lingan::mutual_information_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

std::unique_ptr<Objective> with(double generator_weight, double discriminator_weight) {
  OptionSet options;
  options.get<MutualInformationOptions>() = {.generator_weight = generator_weight,
                                             .discriminator_weight = discriminator_weight};
  return make_objective("mutual-information", options);
}

Sentences of_tokens(const std::vector<int64_t>& tokens, const std::vector<int64_t>& labels = {}) {
  Sentences sentences;
  sentences.tokens = torch::tensor(tokens, torch::kInt64).unsqueeze(1);
  if (!labels.empty()) sentences.labels = torch::tensor(labels, torch::kInt64);
  return sentences;
}

/// Of classes in the ratio 1 : 2 : 5 and 3 : 1 : 4, the last of them fake: D is 3/8 and 4/8, and Q
/// is (1/3, 2/3) and (3/4, 1/4).
ClassTable table() {
  return ClassTable(torch::tensor({{1.0, 2.0, 5.0}, {3.0, 1.0, 4.0}}, torch::kFloat64).log());
}

const double kBound = std::log(2.0) + (std::log(3.0 / 4) + std::log(1.0 / 3)) / 2;

TEST(MutualInformation, HasItsHandComputedLosses) {
  ClassTable d = table();
  const Sentences real = of_tokens({0, 1}), fake = of_tokens({1, 0}, {0, 0});
  const double of_real = -(std::log(3.0 / 8) + std::log(4.0 / 8)) / 2;
  const double of_fake = -(std::log(4.0 / 8) + std::log(5.0 / 8)) / 2;
  for (const auto& [of_g, of_d] : {std::pair{1.0, 1.0}, {0.0, 0.5}, {0.3, 0.0}}) {
    const auto objective = with(of_g, of_d);
    EXPECT_NEAR(objective->discriminator_loss(d, real, fake, {}).item<double>(),
                of_real + of_fake - of_d * kBound, 1e-12);
    EXPECT_NEAR(objective->generator_loss(d, real, fake).item<double>(), of_real - of_g * kBound,
                1e-12)
        << "the fakes are the two tokens of the real ones";
  }
}

/// MAD-GAN's: the cross-entropy of K + 1 classes, real ones and those of each generator, but for
/// the constant ln K.
TEST(MutualInformation, TellsRealSentencesAndEachGeneratorsApart) {
  ClassTable d = table();
  const Sentences real = of_tokens({0}), fake = of_tokens({1, 0}, {1, 0});
  const double of_real = -std::log(3.0 / 8);
  const double of_fake = -(std::log(4.0 / 8 * 1.0 / 4) + std::log(5.0 / 8 * 1.0 / 3)) / 2;
  EXPECT_NEAR(with(0, 1)->discriminator_loss(d, real, fake, {}).item<double>(),
              of_real + of_fake - std::log(2.0), 1e-12);
}

/// With weight 1 G's loss is -<ln D_label> of a D that tells real sentences of K labels and fake
/// ones.
TEST(MutualInformation, IsTheLossOfClassesForTheGenerator) {
  ClassTable d = table();
  const Sentences fake = of_tokens({1, 0, 0}, {1, 0, 1});
  const auto classes = make_objective("classes")->generator_loss(d, {}, fake);
  EXPECT_NEAR(with(1, 1)->generator_loss(d, {}, fake).item<double>(),
              classes.item<double>() - std::log(2.0), 1e-12);
}

/// Token 0 is written for label 0 nine times of ten, for label 1 twice.
Sentences all_fakes() {
  std::vector<int64_t> tokens, labels;
  for (int64_t i = 0; i < 10; ++i) {
    tokens.insert(tokens.end(), {i < 9 ? 0 : 1, i < 2 ? 0 : 1});
    labels.insert(labels.end(), {0, 1});
  }
  return of_tokens(tokens, labels);
}

double information_by(const torch::Tensor& logits) {
  ClassTable d(logits);
  const auto objective = with(1, 1);
  objective->after_discriminator_step(d, {}, all_fakes());
  return objective->figures().at("label-information").item<double>();
}

/// I(c; x) by its definition, the sum of p(c, x) ln p(c, x) / (p(c) p(x)).
TEST(MutualInformation, IsBoundedAndTheBoundIsReachedByThePosterior) {
  const double joint[2][2] = {{0.45, 0.05}, {0.1, 0.4}}, of_token[2] = {0.55, 0.45};
  double information = 0;
  for (int c = 0; c < 2; ++c) {
    for (int x = 0; x < 2; ++x) {
      information += joint[c][x] * std::log(joint[c][x] / (0.5 * of_token[x]));
    }
  }
  const auto posterior = torch::tensor({{0.45, 0.1, 1.0}, {0.05, 0.4, 1.0}}, torch::kFloat64).log();
  EXPECT_NEAR(information_by(posterior), information, 1e-12);
  EXPECT_LT(information_by(posterior * 0.7), information - 1e-3);
  EXPECT_LT(information_by(posterior * 1.5), information - 1e-3);
  EXPECT_NEAR(information_by(torch::zeros_like(posterior)), 0, 1e-12);
}

TEST(MutualInformation, LogsHowOftenTheLabelIsTheLikeliest) {
  ClassTable d = table();
  const auto objective = with(1, 1);
  EXPECT_TRUE(objective->figures().empty());
  objective->after_discriminator_step(d, {}, of_tokens({1, 0, 0, 1}, {0, 0, 0, 1}));
  EXPECT_NEAR(objective->figures().at("label-accuracy").item<double>(), 0.25, 1e-6);
}

TEST(MutualInformation, IsNonSaturatingWithoutLabels) {
  const Losses l = losses_of("mutual-information");
  EXPECT_NEAR(l.discriminator, classification(kReal, kFake), 1e-12);
  EXPECT_NEAR(l.generator, (softplus(-0.5) + softplus(3)) / 2, 1e-12);
  expect_rewards(l, {-softplus(-0.5), -softplus(3)});
}

/// A small network of two classes, and fakes that have labels.
class InformationOfANetwork : public ::testing::Test {
 protected:
  InformationOfANetwork() {
    DiscriminatorOptions options;
    options.vocabulary_size = 5;
    options.embedding_width = 3;
    options.filter_widths = {1, 2};
    options.filter_counts = {2, 3};
    options.initial_weights = "torch";
    options.length = 3;
    options.classes = 2;
    d_ = make_discriminator(options, {4, Purpose::kInitialize, 0});
    d_->to(torch::kFloat64);
    d_->eval();
    torch::manual_seed(3);
    real_.tokens = torch::tensor({{3, 4, 2}, {4, 4, 3}}, torch::kInt64);
    fake_.one_hot = torch::softmax(torch::randn({4, 3, 5}, torch::kFloat64), 2);
    fake_.labels = torch::tensor({0, 1, 1, 0}, torch::kInt64);
  }

  std::shared_ptr<Discriminator> d_;
  Sentences real_, fake_;
};

TEST_F(InformationOfANetwork, HasTheGradientsOfFiniteDifferences) {
  const auto objective = with(0.7, 1.3);
  std::vector<torch::Tensor> weights = d_->parameters();
  expect_gradient([&](const auto&) { return objective->discriminator_loss(*d_, real_, fake_, {}); },
                  weights);
  fake_.one_hot.requires_grad_();
  expect_gradient([&](const auto&) { return objective->generator_loss(*d_, real_, fake_); },
                  {fake_.one_hot});
}

}  // namespace
}  // namespace lingan::mutual_information_test
