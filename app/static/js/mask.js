// Masking by hand: put the selected text between [[ and ]], which are hard to find on a phone's keyboard.
const button = document.querySelector("button[data-mask]");
const field = document.getElementById(button?.dataset.mask);
if (field) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const [begin, end] = [field.selectionStart, field.selectionEnd];
    if (begin < end) field.setRangeText(`[[${field.value.slice(begin, end)}]]`, begin, end, "select");
    field.focus();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
