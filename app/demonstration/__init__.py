"""A made-up class for a first look: sixty students who take a quiz at realistic times, with answers right, nearly
right, wrong and unreadable, so that every chart says something. All of it goes through the services that people use."""
