#include <lingan/model/discriminators/discriminator.h>

#include <torch/autograd.h>

#include <gmock/gmock.h>

#include <cmath>

#include <lingan/base/error.h>
#include <lingan/model/discriminators/autoencoder_discriminator.h>
#include <lingan/model/discriminators/discriminator_cards.h>
#include <lingan/model/discriminators/recurrent_discriminator.h>
#include <lingan/model/discriminators/self_attention_discriminator.h>
#include <lingan/model/tensor_file.h>

#include "tests/refusal.h"
#include "tests/test_data.h"

namespace lingan::discriminators_test {
namespace {

using ::testing::HasSubstr;

constexpr RandomStream kStream = {7, Purpose::kInitialize, 0};
constexpr int64_t kVocabulary = 19;
constexpr int64_t kLength = 7;

DiscriminatorOptions small(std::string_view kind) {
  DiscriminatorOptions options;
  options.kind = kind;
  options.vocabulary_size = kVocabulary;
  options.embedding_width = 8;
  options.filter_widths = {1, 2, 3, 20};
  options.filter_counts = {5, 4, 3, 2};
  options.length = kLength;
  if (kind == "multi-representation-cnn") options.representations = 4;
  options.own.get<RecurrentDiscriminatorOptions>() = {"gru", 5, 2, true, 6, "sentences"};
  options.own.get<SelfAttentionDiscriminatorOptions>() = {
      .hidden_width = 6, .layers = 2, .heads = 2, .feed_forward_width = 7};
  options.own.get<AutoencoderDiscriminatorOptions>().code_width = 6;
  return options;
}

Sentences sentences_of_lengths(const std::vector<int32_t>& lengths) {
  TokenBatch batch =
      TokenBatch::filled(static_cast<int64_t>(lengths.size()), static_cast<int32_t>(kLength), 0);
  batch.lengths = lengths;
  for (int64_t row = 0; row < batch.rows; ++row) {
    for (int32_t t = 0; t < lengths[row]; ++t) {
      batch.tokens[row * kLength + t] = static_cast<int32_t>(2 + (5 * row + 3 * t) % 17);
    }
  }
  return to_sentences(batch);
}

Sentences as_one_hot(const Sentences& hard) {
  Sentences relaxed;
  relaxed.one_hot = torch::one_hot(hard.tokens, kVocabulary).to(torch::kFloat32);
  relaxed.lengths = hard.lengths;
  return relaxed;
}

std::string refusal(const DiscriminatorOptions& options) {
  return testing::refusal<UsageError>([&] { make_discriminator(options, kStream); });
}

/// Whether sentences are read to their ends, whatever stands there after them.
bool passes_over_pads(std::string_view kind) {
  return kind == "recurrent" || kind == "self-attention" || kind == "autoencoder";
}

/// A kind, and the weights of its highway layer.
using Network = std::pair<std::string_view, std::string_view>;

class EveryDiscriminator : public ::testing::TestWithParam<Network> {
 protected:
  EveryDiscriminator() { options_.highway = GetParam().second; }

  DiscriminatorOptions options_ = small(GetParam().first);
  Sentences hard_ = sentences_of_lengths({7, 4, 1});

  /// Whether no training moves a parameter: what an auto-encoder reconstructs.
  static bool is_fixed(const std::string& parameter) {
    return GetParam().first == "autoencoder" && parameter == "embedding";
  }
};

INSTANTIATE_TEST_SUITE_P(Cards, EveryDiscriminator, ::testing::ValuesIn([] {
                           std::vector<Network> networks;
                           for (const auto& card : discriminators())
                             for (const auto highway : kHighwayWeights)
                               if (!passes_over_pads(card.name) || highway == kHighwayWeights[0])
                                 networks.emplace_back(card.name, highway);
                           return networks;
                         }()),
                         [](const auto& info) {
                           std::string name(info.param.first);
                           name += info.param.second;
                           std::erase(name, '-');
                           return name;
                         });

TEST_P(EveryDiscriminator, GivesALogitForEverySentenceAndRepresentation) {
  const auto d = make_discriminator(options_, kStream);
  const auto logits = d->logits(hard_);
  EXPECT_EQ(logits.size(0), 3);
  EXPECT_EQ(logits.numel(), 3 * options_.representations);
  const int64_t width = GetParam().first == "recurrent"        ? 2 * 2 * 5
                        : GetParam().first == "self-attention" ? 2 * 6
                        : GetParam().first == "autoencoder"    ? 6
                                                               : 14;
  EXPECT_EQ(d->features(hard_).sizes(), (at::IntArrayRef{3, width}));
}

TEST_P(EveryDiscriminator, TreatsTokensTheirOneHotRowsAndTheirVectorsAlike) {
  const auto d = make_discriminator(options_, kStream);
  d->eval();
  const auto expected = d->logits(hard_);
  Sentences relaxed = as_one_hot(hard_);
  EXPECT_TRUE(torch::allclose(d->logits(relaxed), expected, 1e-5, 1e-6));
  Sentences embedded;
  embedded.vectors = torch::matmul(relaxed.one_hot, d->embeddings());
  if (passes_over_pads(GetParam().first))
    embedded.lengths = hard_.lengths;  // its states pass over pads
  EXPECT_TRUE(torch::allclose(d->logits(embedded), expected, 1e-5, 1e-6));
  EXPECT_TRUE(torch::allclose(d->features(embedded), d->features(hard_), 1e-5, 1e-6));
}

TEST_P(EveryDiscriminator, ReadsASharedTableAndLeavesItAlone) {
  options_.embeddings = "generator";
  const auto d = make_discriminator(options_, kStream);
  d->eval();
  for (const auto& item : d->named_parameters()) EXPECT_NE(item.key(), "embedding");
  const auto table = torch::randn({kVocabulary, 8}).requires_grad_();
  d->share_embeddings(table);
  EXPECT_TRUE(d->embeddings().is_same(table));
  const auto before = d->logits(hard_);
  before.sum().backward();
  EXPECT_FALSE(table.grad().defined());
  {
    const torch::NoGradGuard no_gradient;
    table.mul_(2);  // as the other network's training does
  }
  EXPECT_FALSE(torch::allclose(before, d->logits(hard_)));
  EXPECT_THROW(d->share_embeddings(torch::randn({kVocabulary, 9})), UsageError);
}

TEST_P(EveryDiscriminator, TellsALatentCodeByALinearLayerOverItsFeatures) {
  EXPECT_THROW(make_discriminator(options_, kStream)->latent(hard_), UsageError);
  options_.latent_width = 3;
  const auto d = make_discriminator(options_, kStream);
  d->eval();
  const auto weights = d->named_parameters();
  const auto expected =
      d->features(hard_).matmul(weights["latent_weight"].t()) + weights["latent_bias"];
  EXPECT_TRUE(torch::allclose(d->latent(hard_), expected, 1e-5, 1e-6));
}

TEST_P(EveryDiscriminator, TellsClassesWhoseRealOnesTogetherAreItsOutput) {
  EXPECT_THROW(make_discriminator(options_, kStream)->class_logits(torch::zeros({1, 14})),
               UsageError);
  options_.classes = 3;
  options_.representations = 1;
  const auto d = make_discriminator(options_, kStream);
  d->eval();
  if (GetParam().first == "autoencoder") {  // it has no output layer
    EXPECT_THROW(d->class_logits(d->features(hard_)), UsageError);
    return;
  }
  const auto logits = d->class_logits(d->features(hard_));
  EXPECT_EQ(logits.sizes(), (at::IntArrayRef{3, 4}));
  const auto probabilities = torch::softmax(logits, 1);
  const auto real = probabilities.slice(1, 0, 3).sum(1);
  EXPECT_TRUE(torch::allclose(torch::sigmoid(d->logits(hard_).flatten()), real, 1e-4, 1e-6));
}

TEST_P(EveryDiscriminator, LooksAtNothingAfterASentencesLength) {
  const auto d = make_discriminator(options_, kStream);
  d->eval();
  Sentences relaxed = as_one_hot(hard_);
  relaxed.one_hot[2].slice(0, 1) = torch::full({kLength - 1, kVocabulary}, 1.0 / kVocabulary);
  EXPECT_TRUE(torch::allclose(d->logits(relaxed), d->logits(hard_), 1e-5, 1e-6));
}

TEST_P(EveryDiscriminator, GivesEveryParameterAFiniteNonZeroGradient) {
  options_.l2 = 0.2;
  const auto d = make_discriminator(options_, kStream);
  d->eval();
  (torch::softplus(d->logits(hard_)).mean() + d->penalty()).backward();
  for (const auto& item : d->named_parameters()) {
    if (is_fixed(item.key())) continue;
    ASSERT_TRUE(item.value().grad().defined()) << item.key();
    EXPECT_TRUE(torch::isfinite(item.value().grad()).all().item<bool>()) << item.key();
    EXPECT_GT(item.value().grad().abs().max().item<float>(), 0.0F) << item.key();
  }
}

TEST_P(EveryDiscriminator, PassesAGradientToRelaxedTokens) {
  const auto d = make_discriminator(options_, kStream);
  Sentences relaxed = as_one_hot(sentences_of_lengths({7, 7}));
  relaxed.one_hot.requires_grad_();
  d->logits(relaxed).sum().backward();
  EXPECT_TRUE(torch::isfinite(relaxed.one_hot.grad()).all().item<bool>());
  EXPECT_GT(relaxed.one_hot.grad().abs().max().item<float>(), 0.0F);
}

/// The squared norm of the logits' gradient with respect to vectors: a gradient penalty's heart.
torch::Tensor gradient_norm(Discriminator& d, const torch::Tensor& vectors) {
  Sentences sentences;
  sentences.vectors = vectors.detach().requires_grad_();
  const auto logits = d.logits(sentences).sum();
  return torch::autograd::grad({logits}, {sentences.vectors}, {}, true, true)[0].square().sum();
}

TEST_P(EveryDiscriminator, DifferentiatesAGradientPenaltyAsFiniteDifferencesDo) {
  const auto d = make_discriminator(options_, kStream);
  d->eval();
  d->to(torch::kFloat64);
  const auto vectors =
      torch::sin(torch::arange(2 * kLength * 8, torch::kFloat64)).view({2, kLength, 8});
  gradient_norm(*d, vectors).backward();
  for (auto& item : d->named_parameters()) {
    if (item.key().rfind("filter_weight", 0) != 0) continue;
    const auto flat = item.value().detach().view({-1});
    const double analytic = item.value().grad().view({-1})[1].item<double>();
    constexpr double kStep = 1e-6;
    const double middle = flat[1].item<double>();
    flat[1] = middle + kStep;
    const double above = gradient_norm(*d, vectors).item<double>();
    flat[1] = middle - kStep;
    const double below = gradient_norm(*d, vectors).item<double>();
    flat[1] = middle;
    EXPECT_NEAR(analytic, (above - below) / (2 * kStep), 1e-6 + 1e-4 * std::abs(analytic))
        << item.key();
  }
}

TEST_P(EveryDiscriminator, HasTheSameWeightsForTheSameSeed) {
  const auto first = make_discriminator(options_, kStream)->parameters();
  torch::manual_seed(99);
  const auto second = make_discriminator(options_, kStream)->parameters();
  for (size_t i = 0; i < first.size(); ++i) EXPECT_TRUE(torch::equal(first[i], second[i])) << i;
}

TEST_P(EveryDiscriminator, ComesBackFromAFile) {
  const auto first = make_discriminator(options_, kStream);
  const auto second = make_discriminator(options_, {8, Purpose::kInitialize, 0});
  TensorFile file;
  collect_tensors(*first, "d.", file);
  restore_tensors(*second, "d.", file);
  first->eval();
  second->eval();
  EXPECT_TRUE(torch::equal(first->logits(hard_), second->logits(hard_)));
}

TEST_P(EveryDiscriminator, DropsOutInTrainingOnly) {
  options_.dropout = 0.5;
  const auto d = make_discriminator(options_, kStream);
  EXPECT_FALSE(torch::equal(d->logits(hard_), d->logits(hard_)));
  d->eval();
  EXPECT_TRUE(torch::equal(d->logits(hard_), d->logits(hard_)));
}

TEST_P(EveryDiscriminator, ReadsNoiseInTrainingOnly) {
  options_.dropout = 0;
  const auto plain = make_discriminator(options_, kStream);
  options_.instance_noise = 0.3;
  const auto d = make_discriminator(options_, kStream);
  const auto noisy = d->logits(hard_);
  EXPECT_FALSE(torch::equal(d->logits(hard_), noisy));
  torch::manual_seed(4);
  const auto noise = 0.3 * torch::randn({3, kLength, 8});
  Sentences moved;
  moved.vectors = torch::embedding(d->embeddings(), hard_.tokens) + noise;
  if (passes_over_pads(GetParam().first)) moved.lengths = hard_.lengths;
  torch::manual_seed(4);
  EXPECT_TRUE(torch::allclose(d->logits(hard_), plain->logits(moved), 1e-5, 1e-6));
  d->eval();
  plain->eval();
  EXPECT_TRUE(torch::equal(d->logits(hard_), plain->logits(hard_)));
}

/// The network of options_ with all its matrices, but for embeddings, over their norms by torch's
/// singular values.
std::shared_ptr<Discriminator> over_norms(DiscriminatorOptions options, const Discriminator& d) {
  options.spectral_norm = false;
  const auto normalised = make_discriminator(options, kStream);
  const torch::NoGradGuard no_gradient;
  for (auto& item : normalised->named_parameters()) {
    const auto weight = d.named_parameters()[item.key()];
    const bool is_matrix = weight.dim() > 1 && item.key() != "embedding";
    item.value().copy_(is_matrix ? weight / at::linalg_norm(weight.flatten(1), 2) : weight);
  }
  return normalised;
}

TEST_P(EveryDiscriminator, HasMatricesOfNormOneWhereTheyAreNormalised) {
  options_.dropout = 0;
  options_.spectral_norm = true;
  const auto d = make_discriminator(options_, kStream);
  for (int step = 0; step < 300; ++step) d->begin_step();
  EXPECT_TRUE(
      torch::allclose(d->logits(hard_), over_norms(options_, *d)->logits(hard_), 1e-3, 1e-4));
  const auto before = d->logits(hard_);
  {
    const torch::NoGradGuard no_gradient;
    for (auto& item : d->named_parameters()) {
      if (item.key() == "output_weight") item.value().mul_(3);
    }
  }
  EXPECT_TRUE(torch::allclose(d->logits(hard_), before, 1e-4, 1e-5));
}

TEST_P(EveryDiscriminator, HasTheGradientOfItsNormalisedWeights) {
  options_.dropout = 0;
  options_.spectral_norm = true;
  const auto d = make_discriminator(options_, kStream);
  d->to(torch::kFloat64);
  for (int step = 0; step < 2000; ++step) d->begin_step();
  d->logits(hard_).sum().backward();
  for (auto& item : d->named_parameters()) {
    if (is_fixed(item.key())) continue;
    const auto flat = item.value().detach().view({-1});
    const double analytic = item.value().grad().view({-1})[0].item<double>();
    constexpr double kStep = 1e-5;
    const double middle = flat[0].item<double>();
    flat[0] = middle + kStep;
    const double above = d->logits(hard_).sum().item<double>();
    flat[0] = middle - kStep;
    const double below = d->logits(hard_).sum().item<double>();
    flat[0] = middle;
    EXPECT_NEAR(analytic, (above - below) / (2 * kStep), 1e-5 + 1e-4 * std::abs(analytic))
        << item.key();
  }
}

TEST_P(EveryDiscriminator, ComesBackFromAFileWithWhatItKnowsOfItsNorms) {
  options_.spectral_norm = true;
  const auto first = make_discriminator(options_, kStream);
  {
    const torch::NoGradGuard no_gradient;
    for (auto& weight : first->parameters()) weight.add_(0.1);
  }
  first->begin_step();
  const auto second = make_discriminator(options_, {8, Purpose::kInitialize, 0});
  TensorFile file;
  collect_tensors(*first, "d.", file);
  restore_tensors(*second, "d.", file);
  for (const auto& d : {first, second}) d->eval();
  EXPECT_TRUE(torch::equal(first->logits(hard_), second->logits(hard_)));
  for (const auto& d : {first, second}) d->begin_step();
  EXPECT_TRUE(torch::equal(first->logits(hard_), second->logits(hard_)));
}

TEST_P(EveryDiscriminator, RefusesOptionsOutOfRangeByTheirKey) {
  auto wrong = options_;
  wrong.embedding_width = 0;
  EXPECT_EQ(refusal(wrong), "discriminator.embedding_width = 0: expected an integer in 1..65536");
  wrong = options_;
  wrong.filter_widths = {1, 0, 3, 4};
  EXPECT_THAT(refusal(wrong),
              HasSubstr("discriminator.filter_widths = [1, 0, 3, 4]: expected a list of"));
  wrong = options_;
  wrong.filter_counts = {1};
  if (!passes_over_pads(GetParam().first)) {
    EXPECT_THAT(refusal(wrong), HasSubstr("discriminator.filter_counts"));
  }
  wrong = options_;
  wrong.dropout = -0.1;
  EXPECT_THAT(refusal(wrong), HasSubstr("discriminator.dropout = -0.1"));
  wrong = options_;
  wrong.highway = "none";
  EXPECT_EQ(refusal(wrong), "discriminator.highway = \"none\": expected one of separate, shared");
  wrong = options_;
  wrong.initial_weights = "none";
  EXPECT_THAT(refusal(wrong), HasSubstr("expected one of seqgan, relgan, torch"));
  wrong = options_;
  wrong.l2 = -1;
  EXPECT_THAT(refusal(wrong), HasSubstr("discriminator.l2 = -1"));
  wrong = options_;
  wrong.representations = 3;
  if (wrong.kind == "multi-representation-cnn") {
    EXPECT_THAT(refusal(wrong), HasSubstr("discriminator.representations"));
  } else {
    EXPECT_EQ(refusal(wrong), "accepted") << "it is not read";
  }
  wrong = options_;
  wrong.length = 0;
  EXPECT_THAT(refusal(wrong), HasSubstr("discriminator.length = 0"));
}

TEST_P(EveryDiscriminator, RefusesSentencesThatItCannotRead) {
  const auto d = make_discriminator(options_, kStream);
  Sentences none;
  EXPECT_THROW(d->logits(none), UsageError);
  if (!passes_over_pads(GetParam().first)) {  // others read any length
    Sentences narrow;
    narrow.vectors = torch::zeros({1, kLength - 1, 8});
    EXPECT_THROW(d->logits(narrow), UsageError);
  }
  Sentences other;
  other.one_hot = torch::zeros({1, kLength, kVocabulary + 1});
  EXPECT_THROW(d->logits(other), UsageError);
}

TEST(Discriminators, PenalizeTheOutputLayerAlone) {
  auto options = small("cnn");
  EXPECT_EQ(make_discriminator(options, kStream)->penalty().item<float>(), 0.0F);
  options.l2 = 0.2;
  const auto d = make_discriminator(options, kStream);
  const auto weights = d->named_parameters();
  const auto expected =
      0.1 * (weights["output_weight"].square().sum() + weights["output_bias"].square().sum());
  EXPECT_NEAR(d->penalty().item<float>(), expected.item<float>(), 1e-7);
}

/// Mean cross-entropy + 0.2 * (|W|^2 + |b|^2) / 2 of a layer of classes, twice, as its objective
/// has two means.
TEST(Discriminators, PenalizeALayerOfClassesAsItIs) {
  auto options = small("cnn");
  options.l2 = 0.2;
  options.classes = 2;
  const auto d = make_discriminator(options, kStream);
  const auto weights = d->named_parameters();
  const auto squares =
      weights["output_weight"].square().sum() + weights["output_bias"].square().sum();
  EXPECT_NEAR(d->penalty().item<float>(), 2 * 0.2 * squares.item<float>() / 2, 1e-6);
}

/// SeqGAN's own loss, of two classes: mean cross-entropy + 0.2 * (|W|^2 + |b|^2) / 2.
torch::Tensor seqgan_loss(const torch::Tensor& features, const torch::Tensor& weight,
                          const torch::Tensor& bias, const torch::Tensor& classes) {
  const auto rows = torch::cat({-weight / 2, weight / 2});  // [2, F]: those of least norm
  const auto biases = torch::cat({-bias / 2, bias / 2});
  const auto squares = rows.square().sum() + biases.square().sum();
  return torch::cross_entropy_loss(torch::linear(features, rows, biases), classes) +
         0.2 * squares / 2;
}

TEST(Discriminators, PenalizeAsSeqGanDoesBesideTwiceItsLoss) {
  auto options = small("cnn");
  options.l2 = 0.2;
  const auto d = make_discriminator(options, kStream);
  d->eval();
  const auto sentences = sentences_of_lengths({kLength, 3, 4, kLength});
  const auto is_real = torch::tensor({1, 0, 1, 0}, torch::kInt64);
  const auto logits = d->logits(sentences);
  const auto signs = 1 - 2 * is_real;
  const auto ours = torch::softplus(signs * logits).sum() / 2 + d->penalty();  // of 2 real, 2 fake
  const auto weight = d->named_parameters()["output_weight"];
  const auto bias = d->named_parameters()["output_bias"];
  const auto theirs = seqgan_loss(d->features(sentences).detach(), weight, bias, is_real);
  EXPECT_NEAR(ours.item<float>(), 2 * theirs.item<float>(), 1e-5);
  const auto gradient = torch::autograd::grad({ours}, {weight, bias});
  const auto expected = torch::autograd::grad({theirs}, {weight, bias});
  for (size_t i = 0; i < 2; ++i) {
    EXPECT_TRUE(torch::allclose(gradient[i], 2 * expected[i], 1e-4, 1e-6)) << i;
  }
}

TEST(Discriminators, RefuseAnUnknownKindAndNameTheKnownOnes) {
  EXPECT_THAT(refusal(small("oracle")),
              HasSubstr("expected one of cnn, multi-representation-cnn, recurrent"));
}

}  // namespace
}  // namespace lingan::discriminators_test
