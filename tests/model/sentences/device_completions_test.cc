#include <lingan/model/sentences/device_completions.h>

#include "tests/model/device_networks.h"

namespace lingan::device_completions_test {
namespace {

template <class Place>
class DeviceCompletionsTest : public DeviceNetworksTest<Place> {
 protected:
  /// Two sentences of three tokens, each prefix of which is completed twice.
  engine::DeviceCompletions completions() {
    const auto numbers = torch::TensorOptions(torch::kInt32).device(compute_device());
    tokens_ = torch::arange(8 * 3, numbers).view({8, 3});
    lengths_ = torch::arange(8, numbers).remainder(3) + 1;
    return {.sentences = 2,
            .numbering = {3, 2},
            .tokens = tokens_.const_data_ptr<int32_t>(),
            .lengths = lengths_.const_data_ptr<int32_t>()};
  }

  torch::Tensor tokens_, lengths_;
};
TYPED_TEST_SUITE(DeviceCompletionsTest, Places, PlaceNames);

TYPED_TEST(DeviceCompletionsTest, AreSentencesOfNetworks) {
  const Sentences sentences = to_sentences(this->completions());
  EXPECT_EQ(sentences.tokens.scalar_type(), torch::kInt64);
  EXPECT_EQ(sentences.tokens.device(), compute_device());
  EXPECT_TRUE(torch::equal(sentences.tokens, this->tokens_.to(torch::kInt64)));
  EXPECT_TRUE(torch::equal(sentences.lengths, this->lengths_.to(torch::kInt64)));
}

/// Their memory is given back while networks still read.
TYPED_TEST(DeviceCompletionsTest, AreCopiedForNetworks) {
  const Sentences sentences = to_sentences(this->completions());
  const auto before = sentences.tokens.clone();
  this->tokens_.zero_();
  this->lengths_.zero_();
  EXPECT_TRUE(torch::equal(sentences.tokens, before));
  EXPECT_EQ(sentences.lengths.min().template item<int64_t>(), 1);
}

TYPED_TEST(DeviceCompletionsTest, AreSeenWhereTheyAre) {
  const engine::DeviceCompletions completions = this->completions();
  const torch::Tensor seen = tokens_of(completions);
  EXPECT_EQ(seen.sizes(), (at::IntArrayRef{8, 3}));
  EXPECT_EQ(seen.const_data_ptr<int32_t>(), completions.tokens);
  EXPECT_TRUE(torch::equal(seen, this->tokens_));
}

}  // namespace
}  // namespace lingan::device_completions_test
