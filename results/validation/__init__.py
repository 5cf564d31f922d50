"""The page that lays the model beside the published facts."""
