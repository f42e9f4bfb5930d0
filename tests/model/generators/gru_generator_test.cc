#include "tests/model/textbook_generator.h"

namespace lingan::gru_generator_test {
namespace {

TEST(GruGenerator, HasTheLogitsOfTheTextbook) {
  testing::expect_the_textbook("gru", engine::Cell::kGru);
}

}  // namespace
}  // namespace lingan::gru_generator_test
