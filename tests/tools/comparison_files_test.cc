#include "tools/comparison_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lingan/base/error.h>
#include <lingan/base/file.h>

#include "tests/test_data.h"
#include "tools/frontier_picture.h"

namespace lingan::tools::comparison_files_test {
namespace {

using ::testing::HasSubstr;

const char* const kJson =
    R"({"metrics": ["bleu-2"], "text": {"lines": 3}, "runs": [], "recipes": [{"recipe": "mle", "strategy": "maximum-likelihood",)"
    R"( "seconds": [1.5], "metrics": {"bleu-2": [0.5]}}]})";
const std::string kTsv =
    std::string(kComparisonTsvHeader) + "mle\tmaximum-likelihood\t1\tbleu-2\t0.5\n";

TEST(ComparisonFiles, MayReplaceThoseOfAnEarlierComparison) {
  const testing::TemporaryFolder folder;
  EXPECT_NO_THROW(require_own_comparison(folder.path()));
  EXPECT_NO_THROW(require_own_comparison(folder.path() / "no-such-folder"));
  write_file_atomically(folder.path() / kComparisonJson, kJson);
  write_file_atomically(folder.path() / kComparisonTsv, kTsv);
  write_file_atomically(folder.path() / kFrontiersSvg,
                        std::string(kFrontierPictureStart) + "<svg></svg>\n");
  EXPECT_NO_THROW(require_own_comparison(folder.path()));
  const std::string with_generator =
      R"({"generator-of": "mle", "verdict": {}, )" + std::string(kJson + 1);
  write_file_atomically(folder.path() / kComparisonJson, with_generator);
  EXPECT_NO_THROW(require_own_comparison(folder.path()));
}

TEST(ComparisonFiles, ReplaceNoFileOfTheUsers) {
  for (const char* name : {kComparisonJson, kComparisonTsv, kFrontiersSvg}) {
    for (const std::string& content :
         {std::string(), std::string("mine\n"), std::string("{}"), std::string("[1]"),
          std::string(R"({"metrics": [], "recipes": ["mine"]})"),
          std::string(R"({"metrics": [], "recipes": [], "mine": 1})"), kTsv + "mine\n",
          kTsv + "mine", std::string("<svg></svg>\n"), std::string("recipe\tvalue\n")}) {
      const testing::TemporaryFolder folder;
      write_file_atomically(folder.path() / name, content);
      try {
        require_own_comparison(folder.path());
        FAIL() << name << " " << content;
      } catch (const UsageError& error) {
        EXPECT_THAT(error.what(), HasSubstr((folder.path() / name).string()));
      }
      EXPECT_EQ(read_file(folder.path() / name), content);
    }
  }
}

}  // namespace
}  // namespace lingan::tools::comparison_files_test
