#include <gtest/gtest.h>

#include "tests/engine/cpu/plain_recurrent_layer.h"

namespace lingan::engine::recurrent_forward_test {
namespace {

class RecurrentForwardOf : public ::testing::TestWithParam<int32_t> {};
INSTANTIATE_TEST_SUITE_P(Cells, RecurrentForwardOf, ::testing::Values(4, 3),
                         [](const auto& info) { return info.param == 4 ? "Lstm" : "Gru"; });

TEST_P(RecurrentForwardOf, HasTheStatesOfTheTextbook) {
  for (const std::vector<int64_t>& lengths :
       {std::vector<int64_t>{1}, std::vector<int64_t>(9, 3), {2, 5, 1, 4, 4, 1, 3, 5, 2, 6, 1}}) {
    const PlainRecurrentLayer layer(GetParam(), lengths, 64, 32);
    const RecurrentShape& shape = layer.shape;
    ForwardResult result(layer);
    result.run(layer, 0, shape.rows);
    for (int64_t row = 0; row < shape.rows; ++row) {
      const auto expected = layer.run(row);
      const int64_t first = shape.offsets[row] * 32, last = (shape.offsets[row + 1] - 1) * 32;
      for (size_t i = 0; i < expected.hidden.size(); ++i) {
        ASSERT_NEAR(result.hidden[first + i], expected.hidden[i], 2e-6) << row << ", " << i;
      }
      for (int64_t j = 0; j < 32 && shape.is_lstm(); ++j) {
        ASSERT_NEAR(result.cells[last + j], expected.cell[j], 4e-6) << row;
      }
    }
  }
}

/// However a batch is cut, and whatever the lengths of the sentences beside a sentence.
TEST_P(RecurrentForwardOf, TakesSomeSentencesAsItTakesAll) {
  const PlainRecurrentLayer layer(GetParam(), {3, 3, 1, 5, 2, 4, 3}, 32, 64);
  ForwardResult whole(layer), parts(layer);
  whole.run(layer, 0, 7);
  for (const auto& [begin, end] : {std::pair{0, 2}, {2, 3}, {3, 7}}) parts.run(layer, begin, end);
  EXPECT_EQ(parts.hidden, whole.hidden);
  EXPECT_EQ(parts.gates, whole.gates);
}

/// A sentence that is not asked for keeps what was there.
TEST_P(RecurrentForwardOf, WritesTheSentencesThatAreAskedForAlone) {
  const PlainRecurrentLayer layer(GetParam(), {2, 3, 1}, 32, 32);
  ForwardResult result(layer);
  result.run(layer, 1, 2);
  for (size_t i = 0; i < result.hidden.size(); ++i) {
    EXPECT_EQ(std::isnan(result.hidden[i]), i < 2 * 32 || i >= 5 * 32) << i;
  }
}

}  // namespace
}  // namespace lingan::engine::recurrent_forward_test
