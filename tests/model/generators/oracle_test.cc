#include <lingan/model/generators/oracle.h>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <map>
#include <memory>
#include <string>

#include <lingan/base/error.h>
#include <lingan/base/file.h>
#include <lingan/model/generators/generator_file.h>
#include <lingan/model/tensor_file.h>

#include "tests/model/sourced_generator.h"
#include "tests/refusal.h"
#include "tests/test_data.h"

namespace lingan::oracle_test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr const char* kPublished = "oracle/seqgan_target_lstm.safetensors";

std::shared_ptr<Generator> published() {
  return load_oracle((testing::shared_data() / kPublished).string());
}

nlohmann::json cases() {
  return nlohmann::json::parse(read_file(testing::shared_data() / "oracle/nll_cases.json"));
}

/// Negative log-likelihood of each token, in nats: [B, T].
torch::Tensor nll(Generator& generator, const torch::Tensor& tokens) {
  const torch::NoGradGuard no_grad;
  const auto log_p = torch::log_softmax(generator.forward(tokens), 2);
  return -log_p.gather(2, tokens.unsqueeze(2)).squeeze(2).to(torch::kFloat64);
}

/// The sentences of a list of cases: [B, 20].
torch::Tensor tokens_of(const nlohmann::json& list) {
  std::vector<int64_t> flat;
  for (const auto& one : list) {
    for (const int64_t token : one["tokens"]) flat.push_back(token);
  }
  return torch::tensor(flat).view({-1, 20});
}

TEST(PublishedOracle, HasTheNegativeLogLikelihoodOfAll120Cases) {
  LINGAN_NEEDS_DATA(kPublished);
  const auto oracle = published();
  const auto data = cases();
  size_t checked = 0;
  for (const char* list : {"cases", "oracle_sampled_cases"}) {
    const auto means = nll(*oracle, tokens_of(data[list])).mean(1);
    for (size_t i = 0; i < data[list].size(); ++i, ++checked) {
      EXPECT_NEAR(means[i].item<double>(), data[list][i]["nll_mean"].get<double>(), 1e-4);
    }
  }
  EXPECT_EQ(checked, 120u);
}

TEST(PublishedOracle, HasTheNegativeLogLikelihoodOfEachToken) {
  LINGAN_NEEDS_DATA(kPublished);
  const auto data = cases();
  const auto values = nll(*published(), tokens_of(data["cases"]));
  for (size_t i = 0; i < 5; ++i) {
    for (size_t t = 0; t < 20; ++t) {
      EXPECT_NEAR(values[i][t].item<double>(), data["per_token_nll_first5"][i][t].get<double>(),
                  1e-4);
    }
  }
}

TEST(PublishedOracle, SamplesSentencesOfItsOwnEntropy) {
  LINGAN_NEEDS_DATA(kPublished);
  const auto oracle = published();
  engine::SampleRequest request;
  request.rows = 4000;
  request.length = 20;
  request.stream = {1, Purpose::kSample, 0};
  const auto samples = oracle->rollouts(oracle->options().specials)->sample(request);
  const auto log_p = torch::tensor(at::ArrayRef<float>(samples.log_probabilities), torch::kFloat64);
  EXPECT_NEAR(-log_p.mean().item<double>(), 5.748, 0.02);
}

TEST(RandomOracle, IsTheSameForTheSameSeedAndFixed) {
  const auto one = load_oracle("seed:5");
  EXPECT_EQ(one->embeddings().sizes(), (at::IntArrayRef{5000, 32}));
  EXPECT_TRUE(torch::equal(one->embeddings(), load_oracle("seed:5")->embeddings()));
  EXPECT_FALSE(torch::equal(one->embeddings(), load_oracle("seed:6")->embeddings()));
  EXPECT_NEAR(one->embeddings().std().item<double>(), 1.0, 0.01);
  EXPECT_FALSE(one->embeddings().requires_grad());
  EXPECT_FALSE(one->is_training());
}

TEST(RandomOracle, HasOneBiasAGateAsSeqGanHas) {
  const auto oracle = load_oracle("seed:5");
  const auto weights = oracle->named_parameters();
  EXPECT_TRUE(torch::equal(weights["bias_hh_l0"], torch::zeros({4 * 32})));
  EXPECT_NEAR(weights["bias_ih_l0"].std().item<double>(), 1.0, 0.2);
}

TEST(RandomOracle, IsRefusedWithoutANumber) {
  for (const char* name : {"seed:", "seed:x", "seed:1x", "seed:-1", "seed:99999999999999999999"}) {
    EXPECT_THROW(load_oracle(name), UsageError) << name;
  }
}

TEST(StoredOracle, MayBeAGeneratorCheckpointOfAnyShape) {
  const testing::TemporaryFolder folder;
  const auto path = folder.path() / "g.safetensors";
  GeneratorOptions options;
  options.cell = "gru";
  options.vocabulary_size = 30;
  options.embedding_width = options.hidden_width = 7;
  options.layers = 3;
  options.tied_embeddings = true;
  options.specials = {.pad = 0, .bos = 4, .eos = 2, .unk = 3};
  const auto generator = make_generator(options, {3, Purpose::kInitialize, 0});
  TensorFile file{{}, describe_generator(options)};
  collect_tensors(*generator, "", file);
  save_tensors(path, file);
  const auto oracle = load_oracle(path.string());
  EXPECT_EQ(oracle->options().specials, options.specials);
  EXPECT_EQ(oracle->options().cell, "gru");
  EXPECT_EQ(oracle->options().layers, 3);
  const auto tokens = torch::tensor({{6, 5, 2}});
  EXPECT_TRUE(torch::equal(nll(*oracle, tokens), nll(*generator, tokens)));
}

TEST(StoredOracle, IsToldOfWhatIsNone) {
  const testing::TemporaryFolder folder;
  const std::string text = (folder.path() / "text.txt").string();
  write_file_atomically(text, "hello, this is a text\n");
  const auto complaint = [](const std::string& name) {
    return testing::refusal<Error>([&] { load_oracle_file(name); });
  };
  const std::string wanted = "; an oracle is the generator.safetensors of a run, or seed:N";
  EXPECT_THAT(complaint(text), AllOf(HasSubstr("text.txt: "), HasSubstr(wanted)));
  EXPECT_THAT(complaint("/no/such"), AllOf(HasSubstr("No such file"), HasSubstr(wanted)));
  EXPECT_THAT(complaint(folder.path().string()),
              AllOf(HasSubstr("Is a directory"), HasSubstr(wanted)));
  const std::string weights = (folder.path() / "generator.safetensors").string();
  save_tensors(weights, {{{"best.embedding", torch::zeros({3, 2})}}, {}});
  EXPECT_THAT(complaint(weights), AllOf(HasSubstr("has no tensor embedding"), HasSubstr(wanted)));
  EXPECT_THAT(complaint(folder.path().string()),
              HasSubstr("Is a directory; an oracle is " + weights + ", or seed:N"));
}

TEST(StoredOracle, IsNoGeneratorWhoseSentencesHangOnACondition) {
  const testing::TemporaryFolder folder;
  const auto path = folder.path() / "g.safetensors";
  GeneratorOptions plain;
  plain.vocabulary_size = 9;
  GeneratorOptions coded = plain, told = plain;
  coded.latent_width = 3;
  told.labels = "condition";
  told.label_sentences = {1, 2};
  const std::map<std::string, std::shared_ptr<Generator>> generators = {
      {"latent_weight", make_generator(coded, {})},
      {"label_embedding", make_generator(told, {})},
      {"source_weight", testing::sourced_generator("lstm")}};
  for (const auto& [tensor, generator] : generators) {
    TensorFile file{{}, describe_generator(generator->options())};
    collect_tensors(*generator, "", file);
    save_tensors(path, file);
    try {
      load_oracle(path.string());
      ADD_FAILURE() << tensor;
    } catch (const InputError& error) {
      EXPECT_THAT(error.what(), HasSubstr("g.safetensors: has a tensor " + tensor)) << tensor;
    }
  }
}

TEST(StoredOracle, IsRefusedByTheNameOfTheTensorThatIsMissingOrMisshapen) {
  LINGAN_NEEDS_DATA(kPublished);
  const testing::TemporaryFolder folder;
  const auto path = folder.path() / "o.safetensors";
  const TensorFile whole = load_tensors(testing::shared_data() / kPublished);
  for (const auto& [name, tensor] : whole.tensors) {
    TensorFile file = whole;
    for (const bool missing : {true, false}) {
      missing ? (void)file.tensors.erase(name)
              : (void)(file.tensors[name] = torch::zeros({3, 2, 1}));
      save_tensors(path, file);
      try {
        load_oracle(path.string());
        ADD_FAILURE() << name << " was accepted";
      } catch (const InputError& error) {
        EXPECT_THAT(error.what(), HasSubstr("o.safetensors"));
        if (name != "lstm.input_gate.input_weight" || !missing) {
          EXPECT_THAT(error.what(), HasSubstr(name));
        }
      }
    }
  }
}

}  // namespace
}  // namespace lingan::oracle_test
