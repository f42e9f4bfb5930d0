/// Completions for discriminators to score, and their scores by the module.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include <lingan/model/discriminators/discriminator_scorer.h>

namespace lingan::testing {

inline constexpr int32_t kScoredLength = 12;
inline constexpr int64_t kScoredVocabulary = 60;

inline DiscriminatorOptions small_network_options(const std::string& kind) {
  DiscriminatorOptions options;
  options.kind = kind;
  options.vocabulary_size = kScoredVocabulary;
  options.embedding_width = 16;
  options.filter_widths = {1, 2, 3, 5, 8, 12, 20};  // the last is cut to kScoredLength
  options.filter_counts = {20, 33, 40, 70, 16, 12, 10};
  options.representations = kind == "cnn" ? 1 : 4;
  options.dropout = 0.5;
  options.length = kScoredLength;
  return options;
}

inline std::shared_ptr<Discriminator> small_network(const std::string& kind) {
  return make_discriminator(small_network_options(kind), RandomStream{5, Purpose::kInitialize});
}

inline int32_t draw_token(uint64_t row, uint32_t position) {
  return 3 + static_cast<int32_t>(RandomStream{11}.below(kScoredVocabulary - 3, row, position));
}

/// Every prefix of `sentences` random sentences, completed `rollouts` times. Where `ends` is true,
/// row r ends with eos (2) after a length of its own, and pads (0) follow, as a sampler writes
/// them.
inline engine::Completions complete(int64_t sentences, int32_t rollouts, bool ends) {
  engine::Completions result;
  result.numbering = {kScoredLength, rollouts};
  result.tokens = TokenBatch::filled(sentences * result.numbering.per_sentence(), kScoredLength, 0);
  for (int64_t row = 0; row < result.tokens.rows; ++row) {
    const int64_t sentence = result.sentence(row);
    const int32_t prefix = result.prefix_length(row);
    const auto length =
        !ends ? kScoredLength : static_cast<int32_t>(prefix + 1 + row % (kScoredLength - prefix));
    result.tokens.lengths[row] = length;
    for (int32_t t = 0; t < length; ++t) {
      const int32_t token = t < prefix ? draw_token(sentence, t) : draw_token(1000 + row, t);
      result.tokens.tokens[row * kScoredLength + t] = ends && t == length - 1 ? 2 : token;
    }
  }
  return result;
}

inline torch::Tensor all_logits(Discriminator& discriminator,
                                const engine::Completions& completions,
                                engine::Precision precision = engine::Precision::kFloat32) {
  return discriminator.scorer(precision)->values(completions, all_rows(completions.tokens));
}

inline torch::Tensor by_module(Discriminator& discriminator, const TokenBatch& rows) {
  const torch::NoGradGuard no_grad;
  discriminator.eval();
  return discriminator.logits(to_sentences(rows));
}

inline void expect_equal(const torch::Tensor& result, const torch::Tensor& expected) {
  ASSERT_EQ(result.sizes(), expected.sizes());
  const torch::Tensor allowed = 1e-5 * expected.abs().clamp_min(1.0);
  EXPECT_TRUE(((result - expected).abs() <= allowed).all().item<bool>())
      << "largest difference " << (result - expected).abs().max().item<double>();
}

}  // namespace lingan::testing
