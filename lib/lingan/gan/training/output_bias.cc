#include <lingan/gan/training/output_bias.h>

#include <optional>
#include <span>

#include <torch/autograd.h>
#include <nlohmann/json.hpp>

#include <lingan/base/error.h>
#include <lingan/gan/training/likelihood_loss.h>

namespace lingan {
namespace {

/// How often each token stands in some rows, [V] float64.
torch::Tensor token_counts(const TokenBatch& text, std::span<const int64_t> rows,
                           int64_t vocabulary_size) {
  torch::Tensor counts = torch::zeros({vocabulary_size}, torch::kFloat64);
  double* count = counts.data_ptr<double>();
  for (const int64_t row : rows) {
    for (const int32_t token : text.row(row)) ++count[token];
  }
  return counts;
}

}  // namespace

OutputBiasFit::OutputBiasFit(Generator& generator, const TokenBatch& text) : generator_(generator) {
  const std::vector<Generator*> networks = generator.of_labels();
  for (size_t label = 0; label < networks.size(); ++label) {
    biases_.push_back(networks[label]->named_parameters()["output_bias"]);
    const torch::Tensor& bias = biases_.back();
    const auto rows =
        networks.size() == 1 ? all_rows(text) : rows_with_label(text, static_cast<int32_t>(label));
    counts_.push_back(token_counts(text, rows, bias.size(0)).to(bias.device()));
  }
  generator.eval();
  start_pass();
}

void OutputBiasFit::start_pass() {
  excess_.clear();
  for (const torch::Tensor& counts : counts_) excess_.push_back(torch::zeros_like(counts));
}

/// The excess is the gradient of the sentences' NLL in the biases.
void OutputBiasFit::count(const Sentences& sentences) {
  const torch::Tensor nll = likelihood_loss(generator_, sentences, 1.0);
  const auto gradients = torch::autograd::grad({nll}, biases_, {}, std::nullopt, false,
                                               /*allow_unused=*/true);
  for (size_t i = 0; i < biases_.size(); ++i) {
    if (gradients[i].defined()) excess_[i] += gradients[i];
  }
}

void OutputBiasFit::end_pass() {
  const torch::NoGradGuard no_gradient;
  before_pass_.clear();
  for (size_t i = 0; i < biases_.size(); ++i) {
    before_pass_.push_back(biases_[i].clone());
    biases_[i] += ((counts_[i] + 1) / (counts_[i] + excess_[i] + 1)).log().to(biases_[i].dtype());
  }
  start_pass();
  ++passes_;
}

void OutputBiasFit::undo_pass() {
  const torch::NoGradGuard no_gradient;
  for (size_t i = 0; i < biases_.size(); ++i) biases_[i].copy_(before_pass_[i]);
}

nlohmann::json OutputBiasFit::save() const {
  nlohmann::json json = {{"passes", passes_}, {"excess", nlohmann::json::array()}};
  for (const torch::Tensor& excess : excess_) {
    const torch::Tensor host = excess.cpu();
    const double* begin = host.const_data_ptr<double>();
    json["excess"].push_back(std::vector<double>(begin, begin + host.numel()));
  }
  return json;
}

void OutputBiasFit::restore(const nlohmann::json& json) {
  const auto saved = json.at("excess").get<std::vector<std::vector<double>>>();
  if (saved.size() != biases_.size()) throw InputError("its output bias is of other networks");
  for (size_t i = 0; i < saved.size(); ++i) {
    const torch::Tensor excess = torch::tensor(saved[i], torch::kFloat64);
    if (excess.sizes() != counts_[i].sizes()) {
      throw InputError("its output bias is of another vocabulary");
    }
    excess_[i] = excess.to(counts_[i].device());
  }
  passes_ = json.at("passes").get<int64_t>();
}

}  // namespace lingan
