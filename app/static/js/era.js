// Update the Japanese era year beside a date field on input.
const format = new Intl.DateTimeFormat("ja-JP-u-ca-japanese", { era: "long", year: "numeric", timeZone: "UTC" });

for (const output of document.querySelectorAll("output[data-era]")) {
  const input = document.getElementById(output.dataset.era);
  input?.addEventListener("input", () => {
    const day = input.valueAsDate;
    output.value = day ? format.format(day).replace(/(\D)1年/, "$1元年") : "";
  });
}
