#include "tests/model/textbook_generator.h"

namespace lingan::lstm_generator_test {
namespace {

TEST(LstmGenerator, HasTheLogitsOfTheTextbook) {
  testing::expect_the_textbook("lstm", engine::Cell::kLstm);
}

}  // namespace
}  // namespace lingan::lstm_generator_test
