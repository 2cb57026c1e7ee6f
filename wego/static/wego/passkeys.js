// Says on the page that a passkey did not work, which allauth's script only tells the console.
document.addEventListener('allauth.error', function (event) {
  event.preventDefault()
  document.getElementById('passkey_trouble').hidden = false
})
